package io.postrider.jms.client;

import io.postrider.transport.frame.XaCode;

/**
 * What the broker says to a request about a branch.
 *
 * @param detail a sentence for people, or empty
 */
public record BranchAnswer(XaCode code, String detail) {
    static final BranchAnswer OK = new BranchAnswer(XaCode.OK, "");

    public boolean isOk() {
        return code == XaCode.OK;
    }
}
