package io.postrider.transport.net;

import io.postrider.transport.frame.Frame;

/** For links that are closed before anybody has heard of them. */
final class NoHandler implements LinkHandler {
    @Override
    public void onFrame(Link link, Frame frame) {
    }

    @Override
    public void onBatchEnd(Link link) {
    }

    @Override
    public void onClosed(Link link, LinkClosed reason) {
    }
}
