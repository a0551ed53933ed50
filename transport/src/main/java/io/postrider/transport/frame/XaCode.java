package io.postrider.transport.frame;

import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireInput;

/** Answers of a resource manager, by their numbers in the XA specification. */
public enum XaCode {
    /** Done. */
    OK(0),
    /** Prepare: the branch did no work and is over. */
    RDONLY(3),
    /** An operator rolled the branch back. */
    HEURRB(6),
    /** An operator committed the branch. */
    HEURCOM(7),
    /** Rolled back, or can only be: its work failed. */
    RBROLLBACK(100),
    /** Rolled back: a connection that worked in it was lost. */
    RBCOMMFAIL(101),
    /** Rolled back: it was not prepared within its time. */
    RBTIMEOUT(106),
    /** A bound or a failure of the broker; nothing has changed. */
    RMERR(-3),
    /** No such branch. */
    NOTA(-4),
    /** Not an argument for this call. */
    INVAL(-5),
    /** Not a call for the state that the branch is in. */
    PROTO(-6),
    /** There is such a branch already. */
    DUPID(-8);

    private final int number;

    XaCode(int number) {
        this.number = number;
    }

    /** As in {@code javax.transaction.xa.XAException} and {@code XAResource}. */
    public int number() {
        return number;
    }

    /** Whether the branch is rolled back, or can only be. */
    public boolean isRollback() {
        return number >= 100;
    }

    /** @throws WireFormatException if no code has that number */
    static XaCode read(WireInput in) {
        long number = in.readSignedVarint();
        for (XaCode code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        throw new WireFormatException("unknown XA code " + number);
    }
}
