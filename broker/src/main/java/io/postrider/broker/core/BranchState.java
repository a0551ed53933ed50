package io.postrider.broker.core;

import io.postrider.transport.frame.XaCode;


/**
 * What a branch answers to an operation, by the state that it is in (XA specification, chapter 6.3, table 6-4). {@link XaCode#OK}
 * stands for carrying it out, {@link XaCode#RBROLLBACK} for the reason why the branch can only be rolled back.
 *
 * <p>States belong to a branch, so that sessions may join; who begins, ends or resumes is looked at besides: a session works in one
 * branch at a time, and ends and resumes what it has begun.
 */
enum BranchState {
    /** There is no such branch. */
    NON_EXISTENT(XaCode.OK, XaCode.NOTA, XaCode.NOTA, XaCode.NOTA, XaCode.NOTA, XaCode.NOTA, XaCode.NOTA, XaCode.NOTA, XaCode.NOTA,
            XaCode.NOTA, XaCode.NOTA),
    /** Sessions work in it. */
    ACTIVE(XaCode.DUPID, XaCode.OK, XaCode.OK, XaCode.OK, XaCode.OK, XaCode.OK, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO,
            XaCode.PROTO),
    /** Those that work in it are suspended. */
    SUSPENDED(XaCode.DUPID, XaCode.OK, XaCode.OK, XaCode.OK, XaCode.OK, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO,
            XaCode.PROTO),
    /** Nobody works in it any more. */
    IDLE(XaCode.DUPID, XaCode.OK, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.OK, XaCode.OK, XaCode.PROTO, XaCode.OK,
            XaCode.PROTO),
    /** It has failed, or was rolled back without being asked: a rollback, or a prepare that says so, ends it. */
    ROLLBACK_ONLY(XaCode.DUPID, XaCode.RBROLLBACK, XaCode.RBROLLBACK, XaCode.RBROLLBACK, XaCode.RBROLLBACK, XaCode.RBROLLBACK,
            XaCode.RBROLLBACK, XaCode.RBROLLBACK, XaCode.PROTO, XaCode.OK, XaCode.PROTO),
    /** In doubt until it is told its end. */
    PREPARED(XaCode.DUPID, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.OK,
            XaCode.OK, XaCode.PROTO),
    /** An operator has committed it. */
    COMMITTED(XaCode.DUPID, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.HEURCOM,
            XaCode.HEURCOM, XaCode.OK),
    /** An operator has rolled it back. */
    ROLLED_BACK(XaCode.DUPID, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.PROTO, XaCode.HEURRB,
            XaCode.HEURRB, XaCode.OK);

    /** What can be asked of a branch, in the order of the table. */
    enum Operation {
        START_NEW, START_JOIN, START_RESUME, END_SUCCESS, END_FAIL, END_SUSPEND, PREPARE, COMMIT_ONE_PHASE, COMMIT, ROLLBACK, FORGET
    }

    private final XaCode[] answers;

    BranchState(XaCode... answers) {
        this.answers = answers;
    }

    XaCode answer(Operation operation) {
        return answers[operation.ordinal()];
    }
}
