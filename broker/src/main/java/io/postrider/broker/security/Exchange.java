package io.postrider.broker.security;

import io.postrider.broker.core.Principal;

/**
 * One client's SASL exchange. Made by {@link Authenticator}; used by one thread at a time, which may be kept for milliseconds.
 * Over after the first exception or {@link Step.Authenticated}.
 */
public interface Exchange {
    /**
     * Takes what the client said: first the response of Connect, then that of each SaslResponse.
     *
     * @throws AuthenticationRefused if the client may not come in
     */
    Step respond(byte[] response) throws AuthenticationRefused;

    /** What follows. */
    sealed interface Step {
        /** The client is asked once more. */
        record Challenge(byte[] data) implements Step {
        }

        /** The client is known. @param saslFinal what the mechanism says at its end, or empty */
        record Authenticated(Principal principal, byte[] saslFinal) implements Step {
        }
    }
}
