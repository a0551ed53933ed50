package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

import java.util.ArrayList;
import java.util.List;

/**
 * What a client still waits for in one session when it resumes.
 *
 * @param session             id of the session
 * @param mode                its acknowledgement mode
 * @param persistentLowest    lowest number of the PERSISTENT series that is unanswered, or the next one to be sent
 * @param nonPersistentLowest the same of the NON_PERSISTENT series
 * @param generation          delivery generation that starts with the resume
 */
public record SessionResume(long session, AcknowledgeMode mode, long persistentLowest, long nonPersistentLowest, int generation) {

    static void writeAll(WireOutput out, List<SessionResume> sessions) {
        out.writeVarint(sessions.size());
        for (SessionResume resume : sessions) {
            out.writeVarint(resume.session);
            out.writeByte(resume.mode.ordinal());
            out.writeVarint(resume.persistentLowest);
            out.writeVarint(resume.nonPersistentLowest);
            out.writeVarint(resume.generation);
        }
    }

    static List<SessionResume> readAll(WireInput in) {
        int count = in.readCount(5, "sessions");
        List<SessionResume> sessions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sessions.add(new SessionResume(in.readVarint(), AcknowledgeMode.read(in), in.readVarint(), in.readVarint(),
                    in.readVarint(Integer.MAX_VALUE, "generation")));
        }
        return sessions;
    }
}
