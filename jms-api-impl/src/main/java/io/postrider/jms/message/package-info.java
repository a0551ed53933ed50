/**
 * The messages of the specification (3) and their form on the wire.
 *
 * <p>Header and properties are those of {@link io.postrider.transport.message.WireMessage}. The broker never looks into a body,
 * so its form is agreed between clients alone:
 *
 * <pre>
 *   NONE    nothing
 *   TEXT    nothing for null, else a form byte and the text: 1 UTF-8 | 2 UTF-16, big endian, for a text with unpaired surrogates
 *   BYTES   the bytes
 *   MAP     pairs of values, name then value, up to the end
 *   STREAM  values up to the end
 *   OBJECT  nothing for null, else a Java serialisation stream
 * </pre>
 *
 * A value is as {@link io.postrider.transport.message.Value} writes it; a string with unpaired surrogates, which UTF-8 cannot
 * carry, is tag 12, the length in bytes and the text in UTF-16, big endian. Headers and properties are strictly UTF-8, because
 * the broker selects by them: such a string is refused there when it is set.
 *
 * <p>A message belongs to one thread at a time, like the session that it came from (2.14).
 */
package io.postrider.jms.message;
