package io.postrider.ra.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import jakarta.resource.spi.security.PasswordCredential;
import javax.security.auth.Subject;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 8.4: which of the users that a server names is the one. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SignOnTest {
    private static final SignOn CONFIGURED = new SignOn(null, null);
    private final PostriderManagedConnectionFactory factory = new PostriderManagedConnectionFactory();

    private static Subject subject(PostriderManagedConnectionFactory of, String user) {
        PasswordCredential credential = new PasswordCredential(user, "secret".toCharArray());
        credential.setManagedConnectionFactory(of);
        Subject subject = new Subject();
        subject.getPrivateCredentials().add(credential);
        return subject;
    }

    @Test
    void without_anything_it_is_the_configured_user() {
        assertEquals(CONFIGURED, SignOn.of(factory, null, null));
        assertEquals(CONFIGURED, SignOn.of(factory, new Subject(), null));
        assertFalse(CONFIGURED.isGiven());
    }

    @Test
    void an_empty_user_is_none() {
        assertEquals(CONFIGURED, new SignOn("", "x"));
        assertEquals(CONFIGURED, SignOn.of(factory, subject(factory, ""), null));
        assertEquals(new SignOn("bert", "p"), SignOn.of(factory, subject(factory, ""), new SignOn("bert", "p")));
    }

    @Test
    void the_containers_user_comes_before_the_applications() {
        assertEquals(new SignOn("anna", "secret"), SignOn.of(factory, subject(factory, "anna"), new SignOn("bert", "p")));
        assertEquals(new SignOn("bert", "p"), SignOn.of(factory, null, new SignOn("bert", "p")));
    }

    @Test
    void a_credential_is_for_the_factory_that_it_names_or_an_equal_one() {
        PostriderManagedConnectionFactory other = new PostriderManagedConnectionFactory();
        assertEquals(new SignOn("anna", "secret"), SignOn.of(factory, subject(other, "anna"), null));
        other.setServerUrl("postrider://elsewhere");
        assertEquals(CONFIGURED, SignOn.of(factory, subject(other, "anna"), null));
    }

    @Test
    void it_never_shows_the_password() {
        assertEquals("user anna", new SignOn("anna", "secret").toString());
    }
}
