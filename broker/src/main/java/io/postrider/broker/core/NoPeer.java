package io.postrider.broker.core;

import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Frame;

/** The peer of a connection that has had no link since the start: whatever is sent to it is asked for again at its resume. */
enum NoPeer implements Peer {
    INSTANCE;

    @Override
    public void send(Frame frame) {
        // nobody is there
    }

    @Override
    public void sendWithBody(Deliver delivery, long body) {
        // nobody is there
    }

    @Override
    public void inspected(long requestId, Object snapshot) {
        // nobody is there
    }

    @Override
    public void close(ErrorCode code, String detail) {
        // nobody is there
    }

    @Override
    public long queuedBytes() {
        return 0;
    }

    @Override
    public String description() {
        return "nobody";
    }
}
