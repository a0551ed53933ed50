package io.postrider.transport.net;

import java.nio.file.Path;
import java.util.Objects;

/**
 * TLS of a listener, from PEM files.
 *
 * @param certificateChain   the server's certificate, then those that signed it
 * @param privateKey         its key, PKCS#8 and not encrypted
 * @param clientCertificates clients need a certificate that one of these signed; null = clients need none
 */
public record TlsServerOptions(Path certificateChain, Path privateKey, Path clientCertificates) {
    public TlsServerOptions {
        Objects.requireNonNull(certificateChain, "certificateChain");
        Objects.requireNonNull(privateKey, "privateKey");
    }
}
