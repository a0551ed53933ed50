/**
 * Who may come in: the file of users and the SASL exchanges that check a client against it. Nothing here runs on the core's
 * thread or on an event loop, because it reads a file and derives keys; what comes out is an immutable
 * {@link io.postrider.broker.core.Principal}.
 *
 * <p>The file of users, UTF-8, fields separated by one space, binary values in Base64:
 * <pre>
 *   postrider-users 1 SECRET                                   version, and 32 random bytes that make challenges for names that
 *                                                              do not exist look like any other
 *   # text                                                     a comment; it is lost at the next change
 *   NAME SALT ITERATIONS STOREDKEY SERVERKEY user|administrator   one line for each user, as RFC 5802 names the keys
 * </pre>
 * A password cannot be read from it, only tried, so that it is readable by its owner only. It is replaced as a whole, never
 * written in place.
 */
package io.postrider.broker.security;
