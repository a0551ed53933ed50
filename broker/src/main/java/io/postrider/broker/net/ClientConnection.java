package io.postrider.broker.net;

import io.postrider.broker.core.Command;
import io.postrider.broker.core.Principal;
import io.postrider.broker.selector.InvalidSelector;
import io.postrider.broker.selector.Selector;
import io.postrider.broker.security.AuthenticationRefused;
import io.postrider.broker.security.Exchange;
import io.postrider.broker.security.Exchange.Step;
import io.postrider.transport.frame.Browse;
import io.postrider.transport.frame.Close;
import io.postrider.transport.frame.Connect;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.Pong;
import io.postrider.transport.frame.SaslChallenge;
import io.postrider.transport.frame.SaslResponse;
import io.postrider.transport.net.Link;
import io.postrider.transport.net.LinkClosed;
import io.postrider.transport.net.LinkHandler;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/**
 * One client's link: its handshake, then its frames as commands to the core, in their order. Made by the listener for each link.
 *
 * <p>One thread at a time <em>has</em> the connection and may touch its fields: the event loop, or a worker while it checks a
 * login or parses a selector, or a timer while the core's queue is full. What arrives meanwhile waits in {@link Held}, and whoever
 * has the connection deals with it before giving it up; so order is kept and nobody ever waits. Methods that return a boolean say
 * whether the calling thread still has the connection.
 */
public final class ClientConnection implements LinkHandler {
    /** The protocol version that this broker speaks. */
    public static final int VERSION = 1;
    /** Features beyond the version: none yet. */
    public static final long FEATURES = 0;

    /** Parsing that many characters takes a few microseconds, less than handing them to another thread. */
    static final int SELECTOR_INLINE_CHARACTERS_MAX = 1024;
    /** How soon a command is offered again when the core's queue was full. */
    private static final int FULL_MS = 1;

    private static final System.Logger LOG = System.getLogger(ClientConnection.class.getName());

    private final ConnectionContext context;
    private final Link link;
    private final Held held;
    private State state = State.CONNECT;
    private Exchange exchange;
    private Connect connect;
    private LinkPeer peer;

    private enum State {
        /** The first frame is awaited, or being checked. */
        CONNECT,
        /** The answer to a challenge is awaited, or being checked. */
        RESPONSE,
        /** The core knows the peer. */
        ATTACHED,
        /** The core knows the peer, but hears no more of its frames: the link is being closed. */
        CUT,
        /** The core knows nothing, or nothing any more. */
        OVER
    }

    public ClientConnection(ConnectionContext context, Link link) {
        this.context = context;
        this.link = link;
        this.held = new Held(context.limits());
    }

    @Override
    public void onFrame(Link from, Frame frame) {
        switch (held.take(frame)) {
            case OURS -> releaseIf(handle(frame));
            case HELD -> { }
            case FULL -> {
                LOG.log(Level.WARNING, "closing the link to {0}: it sends more than it has credit for", link.peer());
                link.close(ErrorCode.LIMIT_REACHED, "more is on the way to the broker than there was credit for");
            }
        }
    }

    @Override
    public void onBatchEnd(Link from) {
        // each frame is handed over when it comes: the core's queue is where batches form
    }

    @Override
    public void onWritable(Link from) {
        if (held.takeWritable()) {
            releaseIf(writable());
        }
    }

    @Override
    public void onClosed(Link from, LinkClosed reason) {
        if (held.takeClosed(reason)) {
            releaseIf(closed(reason));
        }
    }

    private void releaseIf(boolean ours) {
        if (ours) {
            release();
        }
    }

    /** Deals with what came meanwhile, then gives the connection up. */
    private void release() {
        boolean ours = true;
        while (ours) {
            Object next = held.next();
            if (next == null) {
                return;
            }
            ours = next == Held.WRITABLE ? writable() : next instanceof LinkClosed reason ? closed(reason) : handle((Frame) next);
        }
    }

    private boolean handle(Frame frame) {
        try {
            return switch (state) {
                case CONNECT, RESPONSE -> handshake(frame);
                case ATTACHED -> forward(frame);
                case CUT, OVER -> true;
            };
        } catch (RuntimeException e) {
            return defect(e);
        }
    }

    private boolean writable() {
        if (state != State.ATTACHED) {
            return true;
        }
        peer.sendBodies();
        return give(new Command.Writable(peer));
    }

    private boolean closed(LinkClosed reason) {
        if (state == State.CONNECT || state == State.RESPONSE) {
            LOG.log(Level.INFO, "{0} did not log in: {1}, {2}", link.peer(), reason.code(), reason.detail());
        }
        boolean known = state == State.ATTACHED || state == State.CUT;
        state = State.OVER;
        if (!known) {
            return true;
        }
        peer.dropBodies();
        return give(new Command.Detach(peer));
    }

    private boolean handshake(Frame frame) {
        if (frame.type() == FrameType.CLOSE) {
            Close close = (Close) frame;
            return refuse(ErrorCode.NORMAL, "closed as the client wished", "it closed again: " + close.code() + ", " + close.detail());
        }
        if (state == State.CONNECT && frame.type() == FrameType.CONNECT) {
            connect = (Connect) frame;
            if (connect.versionLowest() > VERSION || connect.versionHighest() < VERSION) {
                String detail = "this broker speaks protocol version " + VERSION + ", the client " + connect.versionLowest() + " to "
                        + connect.versionHighest() + "; use client and broker of releases that fit";
                return refuse(ErrorCode.VERSION_UNSUPPORTED, detail, detail);
            }
            return authenticate(connect.response());
        }
        if (state == State.RESPONSE && frame.type() == FrameType.SASL_RESPONSE) {
            return authenticate(((SaslResponse) frame).data());
        }
        String detail = frame.type() + " came during the handshake, expected " + (state == State.CONNECT ? FrameType.CONNECT : FrameType.SASL_RESPONSE);
        return refuse(ErrorCode.PROTOCOL_ERROR, detail, detail);
    }

    private boolean authenticate(byte[] response) {
        String busy = "too many clients log in at this moment; try again";
        return elsewhere(() -> checked(response), () -> refuse(ErrorCode.LIMIT_REACHED, busy, busy));
    }

    /** On a worker. */
    private boolean checked(byte[] response) {
        try {
            if (exchange == null) {
                exchange = context.authenticator().begin(connect.mechanism(), link.isEncrypted());
            }
            Step step = exchange.respond(response);
            if (step instanceof Step.Challenge challenge) {
                state = State.RESPONSE;
                link.send(new SaslChallenge(challenge.data()));
                return true;
            }
            Step.Authenticated authenticated = (Step.Authenticated) step;
            return attach(authenticated.principal(), authenticated.saslFinal());
        } catch (AuthenticationRefused e) {
            return refuse(e.code(), e.getMessage(), e.reason());
        }
    }

    private boolean attach(Principal principal, byte[] saslFinal) {
        Connect offered = connect;
        exchange = null;
        connect = null;
        link.authenticated(context.limits().frameBytesMax());
        link.heartbeat(context.limits().heartbeatMs());
        peer = new LinkPeer(link, context, principal.user(), () -> onWritable(link));
        state = State.ATTACHED;
        return give(new Command.Attach(peer, principal, offered.product(), VERSION, offered.features() & FEATURES, context.tokens().get(), saslFinal));
    }

    private boolean forward(Frame frame) {
        return switch (frame.type()) {
            case RESUME, SET_CLIENT_ID, CLOSE, OPEN_SESSION, CLOSE_SESSION, CLOSE_CONSUMER, CREDIT, DRAIN, RETURNED, ACKNOWLEDGE, RECOVER, OPEN_PRODUCER,
                    SEND, CHUNK, COMMIT_TX, ROLLBACK_TX, ASK_OUTCOME, CREATE_TEMPORARY, DELETE_TEMPORARY, UNSUBSCRIBE, INSPECT, ASSIGN,
                    DECIDE_BRANCH, XA_START, XA_END, XA_PREPARE, XA_COMMIT, XA_ROLLBACK, XA_RECOVER, XA_FORGET ->
                    give(new Command.FromClient(peer, frame, null));
            case CREATE_CONSUMER -> select(frame, ((CreateConsumer) frame).requestId(), ((CreateConsumer) frame).selector());
            case BROWSE -> select(frame, ((Browse) frame).requestId(), ((Browse) frame).selector());
            // a sign of life, which the link has noted; the core waits for those that it has asked for
            case PING -> true;
            case PONG -> ((Pong) frame).nonce() == 0 || give(new Command.FromClient(peer, frame, null));
            case CONNECT, SASL_CHALLENGE, SASL_RESPONSE, CONNECTED, DRAINED, RECALL, DELIVER, PRODUCER_CREDIT, CONNECTION_CREDIT, CONFIRMED, REFUSED,
                    OUTCOME, INSPECTED, DONE, FAILURE, XA_RESULT, XA_RECOVERED -> cut(ErrorCode.PROTOCOL_ERROR, frame.type() + " came from a client that is connected already");
        };
    }

    /** No selector, and one of spaces, means every message (specification 3.8.1.1). */
    private boolean select(Frame frame, long requestId, String selector) {
        if (selector == null || selector.isBlank()) {
            return give(new Command.FromClient(peer, frame, null));
        }
        if (selector.length() <= SELECTOR_INLINE_CHARACTERS_MAX) {
            return parsed(frame, requestId, selector);
        }
        return elsewhere(() -> parsed(frame, requestId, selector), () -> {
            link.send(new Failure(requestId, ErrorCode.LIMIT_REACHED, "too many selectors are being read at this moment; try again"));
            return true;
        });
    }

    private boolean parsed(Frame frame, long requestId, String selector) {
        try {
            return give(new Command.FromClient(peer, frame, Selector.parse(selector)));
        } catch (InvalidSelector e) {
            link.send(new Failure(requestId, ErrorCode.SELECTOR_INVALID, "the selector is wrong " + e.getMessage()));
            return true;
        }
    }

    /** Hands a command to the core, and the connection to a timer while the core's queue is full. */
    private boolean give(Command command) {
        if (context.core().offer(command)) {
            return true;
        }
        context.later().run(() -> releaseIf(give(command)), FULL_MS);
        return false;
    }

    /** Hands the connection to a worker, or stays here if they have too much to do. */
    private boolean elsewhere(BooleanSupplier step, BooleanSupplier busy) {
        try {
            context.workers().execute(() -> releaseIf(guarded(step)));
            return false;
        } catch (RejectedExecutionException e) {
            return busy.getAsBoolean();
        }
    }

    private boolean guarded(BooleanSupplier step) {
        try {
            return step.getAsBoolean();
        } catch (RuntimeException e) {
            return defect(e);
        }
    }

    /** It must not leave the connection in nobody's hands: its end would never be told. */
    private boolean defect(RuntimeException defect) {
        LOG.log(Level.ERROR, "closing the link to " + link.peer() + " after a defect", defect);
        String detail = "a defect of the broker: " + defect;
        return state == State.ATTACHED ? cut(ErrorCode.INTERNAL, detail) : refuse(ErrorCode.INTERNAL, detail, detail);
    }

    private boolean cut(ErrorCode code, String detail) {
        state = State.CUT;
        link.close(code, detail);
        return true;
    }

    private boolean refuse(ErrorCode code, String detail, String reason) {
        state = State.OVER;
        exchange = null;
        LOG.log(Level.INFO, "refusing {0}: {1}", link.peer(), reason);
        link.close(code, detail);
        return true;
    }
}
