package io.postrider.broker.store;

import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireInput;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Reads a write-ahead log of RocksDB as far as our own judgement needs it: which groups are whole, and where the valid part
 * ends. A recycled file holds records of an earlier log behind those of its own; they carry the earlier log's number.
 * <pre>
 *   file     = blocks of 32 KiB, each a row of fragments and zeros where no header fits any more
 *   fragment = masked CRC-32C (4) | length (2) | type (1) | log number (4), types 5 to 8 only | bytes      (lowest byte first)
 *   type     = 1 or 5 a whole record, 2 or 6 its first fragment, 3 or 7 a middle one, 4 or 8 the last one
 *   record   = a write batch
 * </pre>
 * Used by one thread.
 */
final class WalFile {
    static final int BLOCK_BYTES = 32 * 1024;
    private static final int HEADER_BYTES = 7;
    private static final int RECYCLABLE_HEADER_BYTES = 11;
    private static final int WHOLE = 0;
    private static final int FIRST = 1;
    private static final int LAST = 3;
    private static final String SUFFIX = ".log";

    private final Path file;
    private final int logNumber;
    private final Groups groups;
    private final boolean pastDamage;
    private final byte[] block = new byte[BLOCK_BYTES];
    private final CRC32C crc = new CRC32C();
    /** Whether a record is open, and its group header if it is a group's. */
    private boolean open;
    private AppliedRecord header;
    private boolean broken;
    private long validEnd;

    /** Hears the groups of a log. */
    interface Groups {
        /** @param whole whether all of its fragments are valid */
        void group(AppliedRecord header, boolean whole);
    }

    private WalFile(Path file, Groups groups, long from, boolean pastDamage) {
        this.file = file;
        this.pastDamage = pastDamage;
        this.logNumber = (int) number(file);
        this.groups = groups;
        this.validEnd = from;
    }

    /** The logs in a database's folder, oldest first. */
    static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(each -> each.getFileName().toString().matches("[0-9]+\\.log")).sorted(Comparator.comparing(WalFile::number)).toList();
        }
    }

    static long number(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }

    /** Reads all of a log; where something is damaged it goes on at the next block. */
    static void read(Path file, Groups groups) throws IOException {
        new WalFile(file, groups, 0, true).read(0);
    }

    /**
     * Where the last whole record ends that comes before any damage and before what an earlier log left.
     *
     * @param from a record's start, or where the log ended earlier
     */
    static long end(Path file, long from) throws IOException {
        WalFile wal = new WalFile(file, (header, whole) -> { }, from, false);
        wal.read(from);
        return wal.validEnd;
    }

    private void read(long from) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long start = from - from % BLOCK_BYTES;
            int at = (int) (from - start);
            for (int length = fill(channel, start); length > at && (pastDamage || !broken); length = fill(channel, start)) {
                readBlock(start, at, length);
                start += BLOCK_BYTES;
                at = 0;
            }
        }
        endRecord(false);
    }

    private int fill(FileChannel channel, long start) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(block);
        int read = 0;
        while (target.hasRemaining() && read >= 0) {
            read = channel.read(target, start + target.position());
        }
        return target.position();
    }

    private void readBlock(long start, int from, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(block, 0, length).order(ByteOrder.LITTLE_ENDIAN);
        int at = from;
        while (length - at >= HEADER_BYTES) {
            int size = fragment(bytes, at, length);
            if (size == 0) {
                if (!isTrailer(at, length)) {
                    broken = true;
                    endRecord(false);
                }
                return;
            }
            at += size;
            if (!open && !broken) {
                validEnd = start + at;
            }
        }
    }

    /** Bytes of the valid fragment at {@code at}, header included, or 0 if there is none. */
    private int fragment(ByteBuffer bytes, int at, int length) {
        int type = bytes.get(at + 6);
        boolean recyclable = type >= 5 && type <= 8;
        if (!recyclable && (type < 1 || type > 4)) {
            return 0;
        }
        int headerBytes = recyclable ? RECYCLABLE_HEADER_BYTES : HEADER_BYTES;
        int size = headerBytes + (bytes.getShort(at + 4) & 0xFFFF);
        if (size > length - at || recyclable && bytes.getInt(at + HEADER_BYTES) != logNumber) {
            return 0;
        }
        crc.reset();
        crc.update(block, at + 6, size - 6);
        int value = (int) crc.getValue();
        if ((value >>> 15 | value << 17) + 0xa282ead8 != bytes.getInt(at)) {
            return 0;
        }
        take((type - 1) % 4, at + headerBytes, size - headerBytes);
        return size;
    }

    private void take(int type, int at, int length) {
        if (type == WHOLE || type == FIRST) {
            endRecord(false);
            open = true;
            header = header(at, length);
        }
        if (type == WHOLE || type == LAST) {
            endRecord(true);
        }
    }

    private AppliedRecord header(int at, int length) {
        if (length <= GroupBatch.HEADER_BYTES) {
            return null;
        }
        try {
            return AppliedRecord.readOperation(new WireInput(block, at + GroupBatch.HEADER_BYTES, length - GroupBatch.HEADER_BYTES));
        } catch (WireFormatException e) {
            return null;
        }
    }

    private void endRecord(boolean whole) {
        if (open && header != null) {
            groups.group(header, whole);
        }
        open = false;
        header = null;
    }

    /** The zeros at a block's end, where no header fits. */
    private boolean isTrailer(int at, int length) {
        if (length < BLOCK_BYTES || length - at >= RECYCLABLE_HEADER_BYTES) {
            return false;
        }
        for (int i = at; i < length; i++) {
            if (block[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
