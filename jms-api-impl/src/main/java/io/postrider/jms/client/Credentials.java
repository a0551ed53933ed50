package io.postrider.jms.client;

/**
 * Who connects.
 *
 * @param user      null to connect as nobody in particular
 * @param password  null if there is no user
 * @param mechanism PLAIN or SCRAM-SHA-256; used only if there is a user
 */
public record Credentials(String user, String password, String mechanism) {
    public static final String SCRAM = "SCRAM-SHA-256";
    public static final String PLAIN = "PLAIN";

    @Override
    public String toString() {
        return user == null ? "nobody" : user;
    }
}
