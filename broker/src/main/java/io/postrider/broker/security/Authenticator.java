package io.postrider.broker.security;

import io.postrider.broker.core.Principal;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.sasl.Plain;
import io.postrider.transport.sasl.SaslException;
import io.postrider.transport.sasl.ScramCredentials;
import io.postrider.transport.sasl.ScramSha256Client;
import io.postrider.transport.sasl.ScramSha256Server;
import java.security.SecureRandom;

/**
 * Decides which mechanisms a client may use and checks it against the file of users. Made when the broker starts; any thread.
 *
 * <p>A wrong password and an unknown name cannot be told apart from outside: both take the same steps and the same time, and end
 * with the same sentence.
 */
public final class Authenticator {
    public static final String ANONYMOUS = "ANONYMOUS";

    private static final String WRONG = "the user name or the password is wrong";
    private static final int LOGGED_NAME_CHARACTERS_MAX = 128;

    private final UsersFile file;
    private final Openness openness;
    private final SecureRandom random;
    /** PLAIN derives a key for a name that nobody has, too. */
    private final ScramCredentials nobody;

    /** What a client gets that gives no credentials. */
    public enum Openness {
        /** It is refused. */
        CREDENTIALS_REQUIRED,
        /** It may use the broker. */
        ANONYMOUS_ALLOWED,
        /** It may use the broker, and manages it as long as there is no user: only for a listener on loopback. */
        ANONYMOUS_MANAGES_WITHOUT_USERS
    }

    public Authenticator(UsersFile file, Openness openness, SecureRandom random) {
        this.file = file;
        this.openness = openness;
        this.random = random;
        byte[] key = new byte[32];
        random.nextBytes(key);
        this.nobody = new ScramCredentials(new byte[ScramSha256Server.SALT_BYTES], UsersFile.ITERATIONS, key, key);
    }

    /**
     * Begins the exchange of a client.
     *
     * @param encrypted whether its link is under TLS
     * @throws AuthenticationRefused if it may not use that mechanism
     */
    public Exchange begin(String mechanism, boolean encrypted) throws AuthenticationRefused {
        return switch (mechanism) {
            case ScramSha256Client.MECHANISM -> new ScramExchange();
            case Plain.MECHANISM -> {
                if (!encrypted) {
                    throw new AuthenticationRefused(ErrorCode.MECHANISM_REFUSED,
                            "PLAIN would send the password in the clear: use TLS or " + ScramSha256Client.MECHANISM);
                }
                yield this::plain;
            }
            case ANONYMOUS -> {
                if (openness == Openness.CREDENTIALS_REQUIRED) {
                    throw new AuthenticationRefused(ErrorCode.MECHANISM_REFUSED, "this broker needs a user name and a password");
                }
                yield response -> anonymous();
            }
            default -> throw new AuthenticationRefused(ErrorCode.MECHANISM_REFUSED, "the mechanism '" + shortened(mechanism) + "' is not offered; expected "
                    + ScramSha256Client.MECHANISM + ", " + Plain.MECHANISM + " over TLS, or " + ANONYMOUS + " where no credentials are needed");
        };
    }

    private Exchange.Step anonymous() throws AuthenticationRefused {
        boolean manages = openness == Openness.ANONYMOUS_MANAGES_WITHOUT_USERS && users().isEmpty();
        return new Exchange.Step.Authenticated(new Principal(Principal.ANONYMOUS, manages), new byte[0]);
    }

    private Exchange.Step plain(byte[] response) throws AuthenticationRefused {
        Plain plain;
        try {
            plain = Plain.decode(response);
        } catch (SaslException e) {
            throw refused(e, e.getMessage());
        }
        User user = users().get(plain.user());
        boolean matches = (user == null ? nobody : user.credentials()).matches(plain.password());
        if (user == null || !matches) {
            throw new AuthenticationRefused(ErrorCode.AUTHENTICATION_FAILED, WRONG, reason(plain.user(), user), null);
        }
        return new Exchange.Step.Authenticated(user.principal(), new byte[0]);
    }

    private Users users() throws AuthenticationRefused {
        try {
            return file.current();
        } catch (UsersException e) {
            throw new AuthenticationRefused(ErrorCode.AUTHENTICATION_FAILED, "the broker cannot check users at the moment; its log says why", e.getMessage(), e);
        }
    }

    private static AuthenticationRefused refused(SaslException e, String reason) {
        return new AuthenticationRefused(ErrorCode.AUTHENTICATION_FAILED, e.getMessage(), reason, e);
    }

    private static String reason(String name, User user) {
        return user == null ? "there is no user '" + shortened(name) + "'" : "wrong password for the user " + name;
    }

    private static String shortened(String text) {
        return text.length() <= LOGGED_NAME_CHARACTERS_MAX ? text : text.substring(0, LOGGED_NAME_CHARACTERS_MAX) + "...";
    }

    /** SCRAM-SHA-256, with the users as they were when it began. */
    private final class ScramExchange implements Exchange {
        private final Users users = users();
        private final ScramSha256Server server = new ScramSha256Server(this::credentials, users.secret(), UsersFile.ITERATIONS, random);
        private String name;
        private boolean challenged;

        ScramExchange() throws AuthenticationRefused {
        }

        @Override
        public Step respond(byte[] response) throws AuthenticationRefused {
            try {
                if (!challenged) {
                    challenged = true;
                    return new Step.Challenge(server.challenge(response));
                }
                byte[] saslFinal = server.finish(response);
                return new Step.Authenticated(users.get(server.user()).principal(), saslFinal);
            } catch (SaslException e) {
                throw refused(e, name == null || !e.getMessage().equals(WRONG) ? e.getMessage() : Authenticator.reason(name, users.get(name)));
            }
        }

        private ScramCredentials credentials(String asked) {
            name = asked;
            User user = users.get(asked);
            return user == null ? null : user.credentials();
        }
    }
}
