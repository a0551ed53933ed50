package io.postrider.transport.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate that signs itself and its key, as PEM files, made by the keytool of the running JDK.
 *
 * @param certificate the certificate
 * @param key         its key
 */
record TestCertificates(Path certificate, Path key) {
    private static final String PASSWORD = "only-for-tests";

    /**
     * @param algorithm   RSA or EC
     * @param subjectName such as {@code ip:127.0.0.1} or {@code dns:localhost}
     */
    static TestCertificates make(Path folder, String name, String algorithm, String subjectName) throws Exception {
        Path store = folder.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "a", "-keyalg", algorithm, "-dname", "CN=" + name, "-ext", "san=" + subjectName, "-validity", "2",
                "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD, "-keypass", PASSWORD));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        keytool.getOutputStream().close();
        String said = new String(keytool.getInputStream().readAllBytes());
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool failed: " + said);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Path certificate = pem(folder.resolve(name + "-certificate.pem"), "CERTIFICATE", keys.getCertificate("a").getEncoded());
        Path key = pem(folder.resolve(name + "-key.pem"), "PRIVATE KEY", keys.getKey("a", PASSWORD.toCharArray()).getEncoded());
        return new TestCertificates(certificate, key);
    }

    static Path pem(Path file, String what, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }
}
