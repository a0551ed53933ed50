package io.postrider.broker.net;

import io.postrider.broker.core.Command;

/** The way to the core, bounded. Any thread; never blocks. */
public interface CommandSink {
    /** Hands over a command. Commands of one thread are applied in their order. @return false, and nothing happens, if the queue is full */
    boolean offer(Command command);
}
