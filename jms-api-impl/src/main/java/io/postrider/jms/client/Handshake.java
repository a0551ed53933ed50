package io.postrider.jms.client;

import io.postrider.transport.frame.Connect;
import io.postrider.transport.frame.Connected;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.ProtocolException;
import io.postrider.transport.frame.SaslChallenge;
import io.postrider.transport.frame.SaslResponse;
import io.postrider.transport.sasl.Plain;
import io.postrider.transport.sasl.SaslException;
import io.postrider.transport.sasl.ScramSha256Client;

/** The client's part of the exchange that begins a link. Used by the link's event loop, and by a thread that it starts and waits for. */
final class Handshake {
    static final int VERSION = 1;
    private static final byte[] NOTHING = new byte[0];

    private final Credentials credentials;
    private final String product;
    /** Null for a mechanism that is over with its first message. */
    private ScramSha256Client scram;

    /** @param product name and version of this client, for the broker's log */
    Handshake(Credentials credentials, String product) {
        this.credentials = credentials;
        this.product = product;
    }

    /**
     * @throws ProtocolException if the password would be readable on the way
     * @throws SaslException     if nobody can have such a name or password
     */
    Connect begin(boolean encrypted) throws SaslException {
        if (credentials.user() == null) {
            return connect("ANONYMOUS", NOTHING);
        }
        if (Credentials.PLAIN.equals(credentials.mechanism())) {
            if (!encrypted) {
                throw new ProtocolException(ErrorCode.MECHANISM_REFUSED,
                        "mechanism PLAIN sends the password as it is, so it needs TLS: use postriders:// or mechanism " + Credentials.SCRAM);
            }
            return connect(Credentials.PLAIN, Plain.of(credentials.user(), credentials.password()).encode());
        }
        scram = new ScramSha256Client(credentials.user(), credentials.password());
        return connect(Credentials.SCRAM, scram.initial());
    }

    /** Takes some milliseconds of computing, so not for the event loop. */
    SaslResponse respond(SaslChallenge challenge) throws SaslException {
        if (scram == null) {
            throw new ProtocolException(ErrorCode.PROTOCOL_ERROR, "SASL_CHALLENGE: nothing was left to answer");
        }
        return new SaslResponse(scram.respond(challenge.data()));
    }

    /** The broker has to prove that it knows the password as well. */
    void verify(Connected connected) throws SaslException {
        if (connected.version() != VERSION) {
            throw new ProtocolException(ErrorCode.VERSION_UNSUPPORTED, "the broker chose version " + connected.version() + ", this client speaks " + VERSION);
        }
        if (scram != null) {
            scram.verify(connected.saslFinal());
        }
    }

    private Connect connect(String mechanism, byte[] response) {
        return new Connect(VERSION, VERSION, 0, product, mechanism, response);
    }
}
