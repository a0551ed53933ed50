/**
 * Frames to bytes and back. The only package, with {@code net}, that knows Netty; a ByteBuf never leaves the two.
 *
 * <pre>
 *   length (int32, of what follows) | type (1 byte, FrameType.code) | fields in the order of the frame's record
 * </pre>
 *
 * {@code PROTOCOL.md} of this module gives every field.
 */
package io.postrider.transport.codec;
