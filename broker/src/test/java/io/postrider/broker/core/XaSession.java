package io.postrider.broker.core;

import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.EndFlag;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.StartFlag;
import io.postrider.transport.frame.XaCode;
import io.postrider.transport.frame.XaCommit;
import io.postrider.transport.frame.XaEnd;
import io.postrider.transport.frame.XaForget;
import io.postrider.transport.frame.XaPrepare;
import io.postrider.transport.frame.XaRecover;
import io.postrider.transport.frame.XaRecovered;
import io.postrider.transport.frame.XaResult;
import io.postrider.transport.frame.XaRollback;
import io.postrider.transport.frame.XaStart;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.XidImpl;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** A session whose client works in branches, and asks for their ends. */
final class XaSession {
    private final CoreFixture fixture;
    final CoreFixture.Client client;
    final long id;
    /** The branch that it works in, 0 = none. */
    private long branch;
    private long sends;

    XaSession(CoreFixture fixture, CoreFixture.Client client) {
        this.fixture = fixture;
        this.client = client;
        this.id = client.session(AcknowledgeMode.AUTO);
    }

    static XidImpl xid(String name) {
        return new XidImpl(7, name.getBytes(StandardCharsets.UTF_8), new byte[] {1});
    }

    private XaCode ask(LongFunction<Frame> frame) {
        return ((XaResult) client.request(frame)).code();
    }

    XaCode start(XidImpl xid, StartFlag flag) {
        return start(xid, flag, 0);
    }

    XaCode start(XidImpl xid, StartFlag flag, long timeoutMs) {
        XaResult result = (XaResult) client.request(request -> new XaStart(request, id, xid, flag, timeoutMs));
        if (result.code() == XaCode.OK) {
            branch = result.value();
        }
        return result.code();
    }

    long branch() {
        return branch;
    }

    XaCode end(XidImpl xid, EndFlag flag) {
        return ask(request -> new XaEnd(request, id, xid, flag));
    }

    XaCode prepare(XidImpl xid) {
        return ask(request -> new XaPrepare(request, xid, false));
    }

    XaCode prepareAgain(XidImpl xid) {
        return ask(request -> new XaPrepare(request, xid, true));
    }

    XaCode commit(XidImpl xid) {
        return ask(request -> new XaCommit(request, 0, 0, xid, false));
    }

    XaCode commitOnePhase(XidImpl xid) {
        return ask(request -> new XaCommit(request, 0, 0, xid, true));
    }

    XaCode rollback(XidImpl xid) {
        return ask(request -> new XaRollback(request, 0, 0, xid));
    }

    XaCode forget(XidImpl xid) {
        return ask(request -> new XaForget(request, xid));
    }

    List<XidImpl> recover() {
        return ((XaRecovered) client.request(request -> new XaRecover(request, 0))).branches();
    }

    /** Sends in the branch that it works in. */
    void send(String queue, String text) {
        send(DestinationName.queue(queue), text, true, 0);
    }

    void send(DestinationName to, String text, boolean persistent, long delayMs) {
        client.say(new Send(id, Series.TRANSACTED, ++sends, branch, to, persistent, 4, 0, delayMs, 0, CoreFixture.message(text, Map.of())));
        fixture.settle();
    }

    /** Acknowledges in the branch that it works in. */
    void acknowledge(long subscription, Deliver... delivered) {
        client.say(new Acknowledge(id, 0, branch, List.of(delivered).stream().map(each -> CoreFixture.Client.ref(subscription, each)).toList()));
        fixture.settle();
    }

    /** Works, ends and prepares. */
    XaCode prepared(XidImpl xid, String queue, String text) {
        start(xid, StartFlag.NEW);
        send(queue, text);
        end(xid, EndFlag.SUCCESS);
        return prepare(xid);
    }
}
