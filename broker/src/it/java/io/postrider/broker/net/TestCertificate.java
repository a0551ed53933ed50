package io.postrider.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A self-signed certificate for localhost, made by the JDK's keytool. */
public record TestCertificate(Path certificate, Path key) {
    public static TestCertificate in(Path folder) throws Exception {
        Path store = folder.resolve("localhost.p12");
        char[] password = "changeit".toCharArray();
        Process keytool = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "broker",
                "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=localhost", "-ext", "SAN=DNS:localhost", "-validity", "2",
                "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "changeit")).inheritIO().start();
        assertEquals(true, keytool.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, keytool.exitValue());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password);
        }
        return new TestCertificate(
                pem(folder.resolve("localhost.pem"), "CERTIFICATE", keys.getCertificate("broker").getEncoded()),
                pem(folder.resolve("localhost.key"), "PRIVATE KEY", keys.getKey("broker", password).getEncoded()));
    }

    private static Path pem(Path file, String what, byte[] der) throws Exception {
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + what + "-----\n");
    }
}
