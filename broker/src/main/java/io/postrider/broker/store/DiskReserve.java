package io.postrider.broker.store;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Whether the disk has room for more messages. Immutable: the broker asks the file system now and then and keeps what
 * {@link #at} returns; sends are refused while {@link #isShort}, acknowledgements go on, since they make room.
 *
 * @param folder       the data folder, for the sentence
 * @param reserveBytes sends are refused below this
 * @param resumeBytes  and taken again from this on: a little more, so that the answer does not change with every file that
 *                     RocksDB writes and deletes
 * @param usableBytes  what the file system said last
 * @param isShort      whether sends are refused
 */
public record DiskReserve(Path folder, long reserveBytes, long resumeBytes, long usableBytes, boolean isShort) {
    private static final long MIB = 1 << 20;

    public DiskReserve {
        if (reserveBytes < 0 || resumeBytes < reserveBytes) {
            throw new IllegalArgumentException("reserve of " + reserveBytes + " bytes and resume at " + resumeBytes
                    + ", expected 0 <= reserve <= resume");
        }
    }

    /** A reserve that is not touched yet; sends are taken again when a quarter more than it is free. */
    public static DiskReserve of(Path folder, long reserveBytes) {
        return new DiskReserve(folder, reserveBytes, reserveBytes + reserveBytes / 4, Long.MAX_VALUE, false);
    }

    /** The reserve when {@code usableBytes} are free. */
    public DiskReserve at(long usableBytes) {
        return new DiskReserve(folder, reserveBytes, resumeBytes, usableBytes, usableBytes < (isShort ? resumeBytes : reserveBytes));
    }

    /** What to tell a sender that is refused, and the operator. */
    public String sentence() {
        return "The disk of the data folder " + folder + " has " + mib(usableBytes) + " free and a reserve of " + mib(reserveBytes)
                + ": messages are refused until " + mib(resumeBytes) + " are free.";
    }

    private static String mib(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", bytes / MIB);
    }
}
