/**
 * {@code postrider torture}: clients of all kinds at work, faults of all kinds meanwhile, and at the end a judge who knows only what the
 * clients wrote down. {@link io.postrider.torture.Torture} runs it.
 */
package io.postrider.torture;
