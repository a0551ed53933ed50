package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

import java.util.ArrayList;
import java.util.List;

/**
 * One message of one subscription: what an acknowledgement names, also after a reconnect when its consumer is gone.
 *
 * @param subscription id from the answer to CreateConsumer
 * @param priority     as in Deliver
 * @param position     as in Deliver
 */
public record MessageRef(long subscription, int priority, long position) {

    public static void writeAll(WireOutput out, List<MessageRef> refs) {
        out.writeVarint(refs.size());
        for (MessageRef ref : refs) {
            out.writeVarint(ref.subscription);
            out.writeByte(ref.priority);
            out.writeVarint(ref.position);
        }
    }

    public static List<MessageRef> readAll(WireInput in) {
        int count = in.readCount(3, "message references");
        List<MessageRef> refs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            refs.add(new MessageRef(in.readVarint(), in.readVarint(9, "priority"), in.readVarint()));
        }
        return refs;
    }
}
