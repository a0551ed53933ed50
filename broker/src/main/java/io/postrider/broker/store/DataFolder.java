package io.postrider.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The data folder: checked, locked for this process, with the files beside the database. Made and closed by {@link RocksStore};
 * the hint is written by the committer's thread.
 * <pre>
 *   lock      process id of the broker that has the folder open; the lock itself is the operating system's
 *   format    version of everything in the folder, as text
 *   hint      number of the last write set known to be durable (8 bytes), 1 after a clean stop (1 byte), CRC-32C of both
 *             (4 bytes); not synced while the broker runs
 *   fenced    only if a part of the database cannot be read: what was met first, as text
 *   store     the database
 *   overflow  non-persistent messages beyond memory; deleted at a start
 * </pre>
 */
final class DataFolder implements AutoCloseable {
    /** Format that this code writes, and the newest that it reads. */
    static final int FORMAT = 3;
    /** The oldest that it reads: 2 had no branches of global transactions; 1 was that of builds before the first release, without expiry in lanes and refusals of acknowledgements. */
    static final int OLDEST_FORMAT = 2;
    static final String OVERFLOW = "overflow";
    private static final String FENCED = "fenced";
    /** What may be in a folder before its store: ours, and what a file system puts at its root. */
    private static final Set<String> BESIDE = Set.of("lock", "hint", "store", OVERFLOW, FENCED, "format.new", "running", "conf", "broker.log", "lost+found");
    private static final String FORMAT_LINE = "postrider store format ";
    /** Behind the end of the file, since on some systems a locked range cannot be read by others. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
    private static final int HINT_BYTES = 13;
    private static final int HINT_CHECKED_BYTES = 9;

    private final Path path;
    private final FileChannel lockFile;
    private final FileChannel hintFile;

    private DataFolder(Path path, FileChannel lockFile, FileChannel hintFile) {
        this.path = path;
        this.lockFile = lockFile;
        this.hintFile = hintFile;
    }

    /** Makes the folder if need be, and locks it. */
    static DataFolder open(Path given) {
        Path path = given.toAbsolutePath().normalize();
        try {
            requireOurs(path);
            create(path);
            FileChannel lock = lock(path);
            try {
                checkFormat(path);
                return new DataFolder(path, lock, FileChannel.open(path.resolve("hint"), StandardOpenOption.CREATE, StandardOpenOption.READ,
                        StandardOpenOption.WRITE));
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (AccessDeniedException e) {
            throw notWritable(path, e);
        } catch (IOException e) {
            throw new StoreException("The data folder " + path + " cannot be used: " + e.getMessage()
                    + ". Check the disk, or name another folder.", e);
        }
    }

    Path path() {
        return path;
    }

    Path database() {
        return path.resolve("store");
    }

    /** What is known without the database. {@code clean} says that its write-ahead logs hold nothing that is needed. */
    record Hint(long durable, boolean clean) {
    }

    /** The hint; that nothing is known if there is none that can be read. */
    Hint hint() {
        ByteBuffer content = ByteBuffer.allocate(HINT_BYTES);
        try {
            int read = hintFile.read(content, 0);
            boolean valid = read == HINT_BYTES && content.getInt(HINT_CHECKED_BYTES) == checksum(content);
            return valid ? new Hint(content.getLong(0), content.get(8) == 1) : new Hint(0, false);
        } catch (IOException e) {
            throw new StoreException("The file " + path.resolve("hint") + " cannot be read: " + e.getMessage()
                    + ". Check the disk; without this file the broker starts, but cannot tell whether something was lost.", e);
        }
    }

    /** Writes the hint without a sync: it is true whenever it gets to the disk. */
    void writeHint(long durable) {
        writeHint(new Hint(durable, false));
    }

    /** Writes the hint so that it outlives a loss of power. */
    void writeHintDurably(Hint hint) {
        writeHint(hint);
        try {
            hintFile.force(false);
        } catch (IOException e) {
            throw hintNotWritten(e);
        }
    }

    private void writeHint(Hint hint) {
        ByteBuffer content = ByteBuffer.allocate(HINT_BYTES).putLong(hint.durable).put((byte) (hint.clean ? 1 : 0));
        content.putInt(checksum(content)).flip();
        try {
            hintFile.write(content, 0);
        } catch (IOException e) {
            throw hintNotWritten(e);
        }
    }

    private StoreException hintNotWritten(IOException cause) {
        return new StoreException("The file " + path.resolve("hint") + " cannot be written: " + cause.getMessage() + ". Check the disk.", cause);
    }

    /** What of the database cannot be read, as an earlier run found; null if nothing is known. */
    String fenced() throws IOException {
        Path file = path.resolve(FENCED);
        return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8).strip() : null;
    }

    /** Notes for later starts that a part of the database cannot be read. */
    void noteFenced(String what) {
        Path file = path.resolve(FENCED);
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, what + "\n", StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new StoreException("The file " + file + " cannot be written: " + e.getMessage() + ". Check the disk.", e);
        }
    }

    @Override
    public void close() {
        try (lockFile; hintFile) {
            lockFile.truncate(0);
        } catch (IOException e) {
            throw new StoreException("The data folder " + path + " cannot be left in order: " + e.getMessage(), e);
        }
    }

    private static void create(Path path) throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new StoreException("The data folder " + path + " is a file. Move it away, or name another folder.");
        }
        Files.createDirectories(path);
        if (!Files.isWritable(path)) {
            throw notWritable(path, null);
        }
    }

    private static StoreException notWritable(Path path, Throwable cause) {
        return new StoreException("The data folder " + path + " cannot be written by user " + System.getProperty("user.name")
                + ". Give that user the folder, or name another one.", cause);
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel file = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw inUse(path);
            }
            file.truncate(0);
            file.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)), 0);
            return file;
        } catch (OverlappingFileLockException e) {
            file.close();
            throw inUse(path);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    static boolean isThere(Path path) {
        return Files.exists(path.resolve("format"));
    }

    /** @throws StoreException if another process has the folder open */
    static void requireFree(Path given) {
        Path path = given.toAbsolutePath().normalize();
        if (!Files.exists(path.resolve("lock"))) {
            return;
        }
        try (FileChannel file = FileChannel.open(path.resolve("lock"), StandardOpenOption.WRITE); FileLock lock = file.tryLock(LOCKED_BYTE, 1, false)) {
            if (lock == null) {
                throw inUse(path);
            }
        } catch (AccessDeniedException e) {
            throw notWritable(path, e);
        } catch (IOException e) {
            throw new StoreException("The data folder " + path + " cannot be used: " + e.getMessage() + ". Check the disk, or name another folder.", e);
        }
    }

    private static StoreException inUse(Path path) throws IOException {
        String pid = Files.readString(path.resolve("lock"), StandardCharsets.US_ASCII).strip();
        return new StoreException("The data folder " + path + " is in use by another broker (process "
                + (pid.isEmpty() ? "unknown" : pid) + "). Stop that one, or name another folder.");
    }

    /** A folder that somebody else fills is not made a store by a slip of the hand. */
    private static void requireOurs(Path path) throws IOException {
        if (!Files.isDirectory(path) || isThere(path)) {
            return;
        }
        try (Stream<Path> there = Files.list(path)) {
            Optional<String> foreign = there.map(each -> each.getFileName().toString()).filter(name -> !name.startsWith(".") && !BESIDE.contains(name)).findFirst();
            if (foreign.isPresent()) {
                throw new StoreException("The folder " + path + " has other things in it, such as '" + foreign.get()
                        + "', and no store. Name a folder that is empty or not there yet.");
            }
        }
    }

    /** Before the database is opened, since a newer format need not be one that this RocksDB opens without harm. */
    private static void checkFormat(Path path) throws IOException {
        Path file = path.resolve("format");
        if (!Files.exists(file)) {
            if (Files.exists(path.resolve("store").resolve("CURRENT"))) {
                throw new StoreException("The data folder " + path + " has a store but no file named 'format', so that its version is not"
                        + " known. Restore the folder from a copy that is complete.");
            }
            writeFormat(path, file);
            return;
        }
        String line = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (!line.matches(FORMAT_LINE + "[0-9]{1,9}")) {
            throw new StoreException("The file " + file + " does not say which store format the folder has; expected '" + FORMAT_LINE + FORMAT
                    + "'. Restore the folder from a copy that is complete.");
        }
        int found = Integer.parseInt(line.substring(FORMAT_LINE.length()));
        if (found > FORMAT) {
            throw new StoreException("The data folder " + path + " has store format " + found + ", this broker reads up to " + FORMAT
                    + ". Start the newer broker that wrote it.");
        }
        if (found >= OLDEST_FORMAT && found < FORMAT) {
            // from now on there may be what an older broker cannot read
            writeFormat(path, file);
        }
        if (found < OLDEST_FORMAT) {
            throw new StoreException("The data folder " + path + " has store format " + found + ", this broker reads formats from " + OLDEST_FORMAT
                    + " on. Receive what is in it with the broker that wrote it, or name another folder.");
        }
    }

    private static void writeFormat(Path path, Path file) throws IOException {
        Path written = path.resolve("format.new");
        try (FileChannel out = FileChannel.open(written, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            out.write(StandardCharsets.UTF_8.encode(FORMAT_LINE + FORMAT + "\n"));
            out.force(true);
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(path);
    }

    /** So that a new name in the folder outlives a loss of power. Not every system can open a folder; those sync names themselves. */
    private static void syncFolder(Path path) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    private static int checksum(ByteBuffer hint) {
        CRC32C crc = new CRC32C();
        crc.update(hint.array(), 0, HINT_CHECKED_BYTES);
        return (int) crc.getValue();
    }
}
