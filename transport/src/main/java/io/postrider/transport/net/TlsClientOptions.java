package io.postrider.transport.net;

import java.nio.file.Path;

/**
 * TLS of a dialer, from PEM files.
 *
 * @param trustedCertificates the broker's certificate is one of these or signed by one; null = what the JVM trusts
 * @param verifyHostName      whether the broker's certificate must be for the host that was dialed
 * @param certificateChain    the client's own certificate, where the broker asks for one; null = none
 * @param privateKey          its key, PKCS#8 and not encrypted; null = none
 */
public record TlsClientOptions(Path trustedCertificates, boolean verifyHostName, Path certificateChain, Path privateKey) {
    public TlsClientOptions {
        if ((certificateChain == null) != (privateKey == null)) {
            throw new IllegalArgumentException("a client certificate needs both files: certificate chain " + certificateChain + ", private key " + privateKey);
        }
    }

    /** Without a certificate of the client's own. */
    public TlsClientOptions(Path trustedCertificates, boolean verifyHostName) {
        this(trustedCertificates, verifyHostName, null, null);
    }
}
