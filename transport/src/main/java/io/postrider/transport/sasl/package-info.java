/**
 * SASL mechanisms as state machines without I/O: SCRAM-SHA-256 (RFC 5802, RFC 7677) and PLAIN (RFC 4616). Deriving keys from a
 * password takes milliseconds by design: never on an event loop or the core's thread.
 */
package io.postrider.transport.sasl;
