package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker with a certificate, and every command that talks to it. */
@Timeout(300)
class TlsIT {
    private Path folder;
    private Path certificate;
    private Path key;

    @BeforeEach
    void makeCertificate() throws Exception {
        folder = RunningProcess.newFolder();
        Path store = folder.resolve("localhost.p12");
        Process keytool = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "broker",
                "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=localhost", "-ext", "SAN=DNS:localhost", "-validity", "2",
                "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "changeit")).redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.out").toFile()).start();
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, keytool.exitValue());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        certificate = pem("certificate", "CERTIFICATE", keys.getCertificate("broker").getEncoded());
        key = pem("key", "PRIVATE KEY", keys.getKey("broker", "changeit".toCharArray()).getEncoded());
    }

    private Path pem(String name, String what, byte[] der) throws Exception {
        return Files.writeString(folder.resolve(name + ".pem"),
                "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + what + "-----\n");
    }

    @AfterEach
    void deleteFolder() throws Exception {
        RunningProcess.delete(folder);
    }

    @Test
    void messages_go_through_a_broker_with_a_certificate() throws Exception {
        try (RunningProcess broker = RunningProcess.start("tlsCertificate=" + certificate, "tlsKey=" + key)) {
            assertTrue(broker.url().startsWith("postriders://"), broker.url());
            String url = "postriders://localhost:" + broker.port() + "?trustedCertificates=" + certificate;
            CommandRun.run("send", "--url", url, "--queue", "secret", "hello").done();
            assertTrue(CommandRun.run("status", "--url", url, "--interval", "0").done().text().contains("secret"));
            assertEquals("hello\n", CommandRun.run("receive", "--url", url, "--queue", "secret").done().text());
        }
    }

    @Test
    void a_certificate_that_nothing_trusts_is_refused_and_the_sentence_says_what_to_set() throws Exception {
        try (RunningProcess broker = RunningProcess.start("tlsCertificate=" + certificate, "tlsKey=" + key)) {
            CommandRun.run("send", "--url", "postriders://localhost:" + broker.port() + "?reconnectTimeoutMs=1000", "--queue", "secret", "hello")
                    .refused(ExitCode.NO_BROKER, "certificate", "trustedCertificates");
        }
    }

    @Test
    void a_client_without_tls_is_told_that_the_broker_wants_it() throws Exception {
        try (RunningProcess broker = RunningProcess.start("tlsCertificate=" + certificate, "tlsKey=" + key)) {
            CommandRun.run("send", "--url", "postrider://localhost:" + broker.port() + "?reconnectTimeoutMs=1000&connectTimeoutMs=3000", "--queue", "secret", "hello")
                    .refused(ExitCode.NO_BROKER, "localhost:" + broker.port(), "postriders://");
        }
    }

    @Test
    void beyond_loopback_the_users_of_the_broker_are_asked_for() throws Exception {
        try (RunningProcess broker = RunningProcess.start("tlsCertificate=" + certificate, "tlsKey=" + key)) {
            CommandRun.given().variable("POSTRIDER_PASSWORD", "right").run("user", "add", "anna", "--data", broker.data().toString()).done();
            broker.terminate();
            broker.startAgain("host=0.0.0.0", "tlsCertificate=" + certificate, "tlsKey=" + key);
            String url = "postriders://localhost:" + broker.port() + "?trustedCertificates=" + certificate;
            CommandRun.run("send", "--url", url, "--queue", "secret", "hello").refused(ExitCode.NOT_PERMITTED, "user");
            CommandRun.given().variable("POSTRIDER_PASSWORD", "right").run("send", "--url", url, "--user", "anna", "--queue", "secret", "hello").done();
        }
    }
}
