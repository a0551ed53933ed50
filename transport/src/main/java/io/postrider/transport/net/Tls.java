package io.postrider.transport.net;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** TLS contexts from PEM files, over the JDK's TLS. Each thing that can be wrong with a file has a sentence that names it. */
final class Tls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";

    private Tls() {
    }

    static SslContext server(TlsServerOptions options) throws IOException {
        X509Certificate[] chain = certificates(options.certificateChain(), "certificate chain");
        SslContextBuilder builder = SslContextBuilder.forServer(privateKey(options.privateKey(), options.certificateChain(), chain[0]), chain);
        if (options.clientCertificates() != null) {
            builder.trustManager(certificates(options.clientCertificates(), "file of client certificates")).clientAuth(ClientAuth.REQUIRE);
        }
        return builder.sslProvider(SslProvider.JDK).protocols(PROTOCOLS).build();
    }

    static SslContext client(TlsClientOptions options) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient();
        if (options.trustedCertificates() != null) {
            builder.trustManager(certificates(options.trustedCertificates(), "file of trusted certificates"));
        }
        if (options.certificateChain() != null) {
            X509Certificate[] chain = certificates(options.certificateChain(), "certificate chain");
            builder.keyManager(privateKey(options.privateKey(), options.certificateChain(), chain[0]), chain);
        }
        return builder.sslProvider(SslProvider.JDK).protocols(PROTOCOLS)
                .endpointIdentificationAlgorithm(options.verifyHostName() ? "HTTPS" : null)
                .build();
    }

    private static X509Certificate[] certificates(Path file, String what) throws IOException {
        String pem = read(file, what);
        if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
            throw new IOException("the TLS " + what + " " + file + " has no line -----BEGIN CERTIFICATE-----; it must be a PEM file of certificates");
        }
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
                    .toArray(new X509Certificate[0]);
        } catch (CertificateException e) {
            throw new IOException("the TLS " + what + " " + file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static PrivateKey privateKey(Path file, Path certificateFile, X509Certificate certificate) throws IOException {
        String pem = read(file, "private key");
        int begin = pem.indexOf(KEY_BEGIN);
        int end = pem.indexOf(KEY_END);
        if (begin < 0 || end < begin) {
            String found = pem.contains("ENCRYPTED") ? "is encrypted, which a broker that starts alone cannot read"
                    : pem.contains("PRIVATE KEY-----") ? "is not in PKCS#8" : "has no line " + KEY_BEGIN;
            throw new IOException("the TLS private key " + file + " " + found + "; convert it with: openssl pkcs8 -topk8 -nocrypt");
        }
        String algorithm = certificate.getPublicKey().getAlgorithm();
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(begin + KEY_BEGIN.length(), end));
            PrivateKey key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            if (!isPair(key, certificate)) {
                throw new IOException("the TLS private key " + file + " does not belong to the first certificate in " + certificateFile);
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("the TLS private key " + file + " is damaged, or not the " + algorithm + " key that the first certificate in "
                    + certificateFile + " needs: " + e.getMessage(), e);
        }
    }

    private static boolean isPair(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        Signature signature = Signature.getInstance(algorithm);
        byte[] text = "the key and the certificate".getBytes(StandardCharsets.US_ASCII);
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(text);
        return signature.verify(signed);
    }

    private static String read(Path file, String what) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("the TLS " + what + " " + file + " does not exist");
        }
        if (Files.isDirectory(file)) {
            throw new IOException("the TLS " + what + " " + file + " is a directory, expected a PEM file");
        }
        if (!Files.isReadable(file)) {
            throw new IOException("the TLS " + what + " " + file + " may not be read by the user of this process");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
