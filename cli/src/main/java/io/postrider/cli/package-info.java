/**
 * The command {@code postrider}: one class for each subcommand, over {@link io.postrider.broker.Broker} and the client. What a
 * broker or a client should be able to do is not in here; what people read and type is. Nothing depends on this module.
 *
 * <p>Standard output carries what was asked for, and nothing else; everything else goes to standard error. A failure is one
 * sentence there and an {@link io.postrider.cli.ExitCode}.
 */
package io.postrider.cli;
