package io.postrider.broker.security;

import io.postrider.transport.sasl.SaslException;
import io.postrider.transport.sasl.ScramCredentials;
import io.postrider.transport.sasl.ScramSha256Server;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Set;

/**
 * The file of users on disk: read by the broker at each login if it has changed, changed by the command line. Any thread may
 * call it; every method may block on the disk.
 */
public final class UsersFile {
    /** Of the key derivation (RFC 7677 section 4): it costs the client, and whoever tries passwords on a stolen file. */
    static final int ITERATIONS = 15_000;

    private static final System.Logger LOG = System.getLogger(UsersFile.class.getName());
    /** More than 50,000 users: they want a directory service. */
    private static final int FILE_BYTES_MAX = 8 << 20;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final SecureRandom random;
    private final Users none;
    private volatile Loaded loaded;

    /** @param stamp of the file that the users came from; null if there was none */
    private record Loaded(Stamp stamp, Users users) {
    }

    /** What changes with the file: replacing it makes another key, writing in place another time or size. */
    private record Stamp(FileTime modified, long bytes, Object key) {
    }

    private interface Change {
        Users apply(Users users) throws UsersException;
    }

    public UsersFile(Path file, SecureRandom random) {
        this.file = file;
        this.random = random;
        this.none = Users.none(random);
    }

    public Path path() {
        return file;
    }

    /**
     * The users as the file says now; nobody if there is no file.
     *
     * @throws UsersException if it cannot be read or is damaged
     */
    public Users current() throws UsersException {
        Stamp stamp = stamp();
        Loaded known = loaded;
        if (known == null || !Objects.equals(known.stamp, stamp)) {
            known = new Loaded(stamp, stamp == null ? none : read());
            loaded = known;
            LOG.log(Level.INFO, stamp == null ? "there is no users file {1}" : "{0} users in {1}", known.users.all().size(), file);
        }
        return known.users;
    }

    /**
     * Adds a user; durable when this returns.
     *
     * @throws UsersException if there is one of that name, or nobody may have such a name or password
     */
    public void add(String name, String password, Role role) throws UsersException {
        if (!User.isName(name)) {
            throw new UsersException("'" + name + "' is no name for a user, expected " + User.nameExpected());
        }
        User user = new User(name, credentials(name, password), role);
        change(users -> {
            if (users.get(name) != null) {
                throw new UsersException("there is a user " + name + " already in " + file + "; remove it first, or change its password");
            }
            return users.with(user);
        });
    }

    /**
     * Gives a user another password; durable when this returns.
     *
     * @throws UsersException if there is no such user, or nobody may have such a password
     */
    public void changePassword(String name, String password) throws UsersException {
        ScramCredentials credentials = credentials(name, password);
        change(users -> users.with(new User(name, credentials, existing(users, name).role())));
    }

    /**
     * Removes a user; durable when this returns. Connections of it stay.
     *
     * @throws UsersException if there is no such user
     */
    public void remove(String name) throws UsersException {
        change(users -> users.without(existing(users, name).name()));
    }

    private User existing(Users users, String name) throws UsersException {
        User user = users.get(name);
        if (user == null) {
            throw new UsersException("there is no user " + name + " in " + file);
        }
        return user;
    }

    private ScramCredentials credentials(String name, String password) throws UsersException {
        byte[] salt = new byte[ScramSha256Server.SALT_BYTES];
        random.nextBytes(salt);
        try {
            return ScramCredentials.derive(password, salt, ITERATIONS);
        } catch (SaslException e) {
            throw new UsersException("the user " + name + " cannot have this password: " + e.getMessage(), e);
        }
    }

    /** The new file, which can be made once at a time, keeps two changes from overwriting each other. */
    private void change(Change change) throws UsersException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            createParent();
            boolean moved = false;
            try (FileChannel channel = FileChannel.open(next, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), ownerOnly())) {
                try {
                    Users changed = change.apply(Files.exists(file) ? read() : none);
                    write(channel, String.join("\n", changed.lines()) + "\n");
                    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    moved = true;
                } finally {
                    if (!moved) {
                        Files.deleteIfExists(next);
                    }
                }
            }
            syncParent();
        } catch (FileAlreadyExistsException e) {
            throw new UsersException("somebody else is changing " + file + ", or broke off: if no other command runs, remove " + next + " and try again", e);
        } catch (IOException e) {
            throw new UsersException("the users file " + file + " cannot be changed: " + reason(e), e);
        }
    }

    private void createParent() throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
    }

    /** The new name is durable too, where a folder can be synced at all. */
    private void syncParent() throws IOException {
        if (isPosix()) {
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    private Users read() throws UsersException {
        try (InputStream in = Files.newInputStream(file)) {
            if (isPosix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                LOG.log(Level.WARNING, "the users file {0} can be read by others; take that from them with: chmod 600 {0}", file);
            }
            byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX) {
                throw new UsersException("the users file " + file + " has more than " + FILE_BYTES_MAX + " bytes");
            }
            return Users.read(new String(bytes, StandardCharsets.UTF_8).lines().toList(), file.toString());
        } catch (IOException e) {
            throw new UsersException("the users file " + file + " cannot be read: " + reason(e), e);
        }
    }

    private Stamp stamp() throws UsersException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UsersException("the users file " + file + " cannot be read: " + reason(e), e);
        }
    }

    private boolean isPosix() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private FileAttribute<?>[] ownerOnly() {
        return isPosix() ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)} : new FileAttribute<?>[0];
    }

    /** What a FileSystemException says is often only the path. */
    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ", " + e.getMessage();
    }
}
