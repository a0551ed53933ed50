package io.postrider.ra.outbound;

import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.security.PasswordCredential;
import javax.security.auth.Subject;

/**
 * As whom a connection is made, where an application or its server says so (8.4). An empty user is what some servers pass for none, and
 * means the configured one. Immutable; equal by content, as 19.4.2 asks of what a pool compares.
 *
 * @param user     null for the configured one
 * @param password null for none
 */
record SignOn(String user, String password) implements ConnectionRequestInfo {
    private static final SignOn CONFIGURED = new SignOn(null, null);

    SignOn {
        if (user == null || user.isEmpty()) {
            user = null;
            password = null;
        }
    }

    /**
     * What counts of what a server passes: the credential that it has for this factory, else what the application said, else the
     * configured user. In recovery there is neither (6.5.3.4).
     *
     * @param subject null, and without a credential for this factory, where the container does not sign on
     */
    static SignOn of(ManagedConnectionFactory factory, Subject subject, ConnectionRequestInfo info) {
        if (subject != null) {
            for (PasswordCredential credential : subject.getPrivateCredentials(PasswordCredential.class)) {
                if (factory.equals(credential.getManagedConnectionFactory())) {
                    char[] password = credential.getPassword();
                    SignOn given = new SignOn(credential.getUserName(), password == null ? null : new String(password));
                    if (given.isGiven()) {
                        return given;
                    }
                }
            }
        }
        return info instanceof SignOn said ? said : CONFIGURED;
    }

    boolean isGiven() {
        return user != null;
    }

    /** Never the password. */
    @Override
    public String toString() {
        return user == null ? "the configured user" : "user " + user;
    }
}
