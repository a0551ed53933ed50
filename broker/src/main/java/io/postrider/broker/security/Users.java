package io.postrider.broker.security;

import io.postrider.transport.sasl.ScramCredentials;
import io.postrider.transport.sasl.ScramSha256Server;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a file of users said at one time. Immutable; any thread may read it. */
public final class Users {
    private static final String HEAD = "postrider-users 1 ";
    private static final int SECRET_BYTES = 32;
    private static final int KEY_BYTES = 32;

    private final byte[] secret;
    private final Map<String, User> byName;

    private Users(byte[] secret, Map<String, User> byName) {
        this.secret = secret;
        this.byName = Collections.unmodifiableMap(byName);
    }

    /** Nobody yet. */
    static Users none(SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new Users(secret, Map.of());
    }

    /**
     * The users of a file's lines.
     *
     * @param file where they come from, for the sentence of a refusal
     */
    static Users read(List<String> lines, String file) throws UsersException {
        if (lines.isEmpty() || !lines.get(0).startsWith("postrider-users ")) {
            throw new UsersException("the file " + file + " is no file of users: its first line does not start with postrider-users");
        }
        byte[] secret = lines.get(0).startsWith(HEAD) ? base64(lines.get(0).substring(HEAD.length())) : null;
        if (secret == null || secret.length != SECRET_BYTES) {
            throw new UsersException("line 1 of the users file " + file + " is expected to be '" + HEAD + "' and " + SECRET_BYTES + " bytes in Base64");
        }
        Map<String, User> byName = new LinkedHashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                User user = user(line, "line " + (i + 1) + " of the users file " + file);
                if (byName.put(user.name(), user) != null) {
                    throw new UsersException("line " + (i + 1) + " of the users file " + file + " names the user " + user.name() + " a second time");
                }
            }
        }
        return new Users(secret, byName);
    }

    /** As {@link #read} takes it. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(byName.size() + 1);
        lines.add(HEAD + base64(secret));
        for (User user : byName.values()) {
            ScramCredentials credentials = user.credentials();
            lines.add(String.join(" ", user.name(), base64(credentials.salt()), Integer.toString(credentials.iterations()),
                    base64(credentials.storedKey()), base64(credentials.serverKey()), user.role().toString()));
        }
        return lines;
    }

    /** These users and that one, which takes the place of one of its name. */
    Users with(User user) {
        Map<String, User> changed = new LinkedHashMap<>(byName);
        changed.put(user.name(), user);
        return new Users(secret, changed);
    }

    /** These users but for the one of that name. */
    Users without(String name) {
        Map<String, User> changed = new LinkedHashMap<>(byName);
        changed.remove(name);
        return new Users(secret, changed);
    }

    public boolean isEmpty() {
        return byName.isEmpty();
    }

    /** In the order of the file. */
    public Collection<User> all() {
        return byName.values();
    }

    /** The user of that name, or null. */
    public User get(String name) {
        return byName.get(name);
    }

    /** For {@link ScramSha256Server}. */
    byte[] secret() {
        return secret.clone();
    }

    /** Without names, of which there may be many. */
    @Override
    public String toString() {
        return "Users[" + byName.size() + "]";
    }

    private static User user(String line, String where) throws UsersException {
        String[] fields = line.split(" +");
        if (fields.length != 6) {
            throw new UsersException(where + " has " + fields.length + " fields, expected name, salt, iterations, two keys and role");
        }
        if (!User.isName(fields[0])) {
            throw new UsersException(where + " has the name '" + fields[0] + "', expected " + User.nameExpected());
        }
        byte[] salt = base64(fields[1]);
        byte[] storedKey = base64(fields[3]);
        byte[] serverKey = base64(fields[4]);
        Role role = Role.read(fields[5]);
        if (salt == null || salt.length != ScramSha256Server.SALT_BYTES || storedKey == null || storedKey.length != KEY_BYTES
                || serverKey == null || serverKey.length != KEY_BYTES) {
            throw new UsersException(where + " is damaged: expected a salt of " + ScramSha256Server.SALT_BYTES + " bytes and keys of " + KEY_BYTES
                    + " bytes in Base64; remove the user " + fields[0] + " and add it again");
        }
        if (role == null) {
            throw new UsersException(where + " has the role '" + fields[5] + "', expected " + Role.USER + " or " + Role.ADMINISTRATOR);
        }
        try {
            return new User(fields[0], new ScramCredentials(salt, Integer.parseInt(fields[2]), storedKey, serverKey), role);
        } catch (IllegalArgumentException e) {
            throw new UsersException(where + " has '" + fields[2] + "' iterations, expected " + ScramCredentials.ITERATIONS_MIN + " to "
                    + ScramCredentials.ITERATIONS_MAX, e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Null if it is not Base64. */
    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
