package io.postrider.jms.client;

import io.postrider.transport.frame.XaCode;

/**
 * What the broker says to a request about a branch.
 *
 * @param detail a sentence for people, or empty
 * @param reset  whether the session that was named has begun a new delivery generation, in which its consumers have to grant anew
 */
public record BranchAnswer(XaCode code, String detail, boolean reset) {
    static final BranchAnswer OK = new BranchAnswer(XaCode.OK, "");

    BranchAnswer(XaCode code, String detail) {
        this(code, detail, false);
    }

    public boolean isOk() {
        return code == XaCode.OK;
    }
}
