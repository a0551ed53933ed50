package io.postrider.broker.core;

import io.postrider.transport.frame.ErrorCode;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an operator sees of the transactions at one moment. Immutable.
 *
 * @param timeMs       broker time
 * @param count        all transactions that are open, prepared or remembered
 * @param transactions up to 1,000 of them, oldest first
 */
public record TransactionsSnapshot(long timeMs, int count, List<TransactionStatus> transactions) {
    private static final int TRANSACTIONS_MAX = 1000;

    /**
     * A transaction.
     *
     * @param id              the number of a branch; SESSION-NUMBER for a session's own transaction
     * @param kind            xa or local
     * @param state           of a branch as in {@link BranchState}; OPEN, COMMITTED, ROLLED_BACK or UNKNOWN of a local one
     * @param formatId        of the Xid; 0 for a local one
     * @param globalId        of the Xid: as text if it is printable, otherwise in hexadecimal behind 0x
     * @param branchQualifier likewise
     * @param user            whose
     * @param client          client id, or address
     * @param startedAtMs     broker time, 0 if it is not known
     * @param changedAtMs     broker time at which it was prepared or decided
     * @param decidedBy       administrator who decided, or empty
     * @param sent            messages that it sends
     * @param acknowledged    messages that it removes
     * @param destinations    where these are: by name, with their numbers
     * @param detail          a sentence for people, or empty
     */
    public record TransactionStatus(String id, String kind, String state, int formatId, String globalId, String branchQualifier, String user,
                                    String client, long startedAtMs, long changedAtMs, String decidedBy, int sent, int acknowledged,
                                    List<Held> destinations, String detail) {
    }

    /** What a transaction has of one destination. */
    public record Held(String destination, int sent, int acknowledged) {
    }

    static TransactionsSnapshot of(CoreContext context, Connections connections, Branches branches) {
        List<TransactionStatus> found = new ArrayList<>();
        int count = 0;
        for (Branch branch : branches.all()) {
            if (++count <= TRANSACTIONS_MAX) {
                found.add(of(branch));
            }
        }
        for (ServerConnection connection : connections.all()) {
            for (ServerSession session : connection.sessions().values()) {
                LocalTransaction running = session.transaction();
                if (running != null && running.hasWorked() && ++count <= TRANSACTIONS_MAX) {
                    found.add(local(session, running.number(), "OPEN", running, ""));
                }
            }
        }
        return new TransactionsSnapshot(context.nowMs(), count, List.copyOf(found));
    }

    /** One of them. @throws Refusal if nothing is known of it */
    static TransactionsSnapshot of(CoreContext context, Connections connections, Branches branches, String id) {
        long[] numbers = numbers(id);
        if (numbers.length == 1) {
            for (Branch branch : branches.all()) {
                if (branch.id() == numbers[0]) {
                    return new TransactionsSnapshot(context.nowMs(), 1, List.of(of(branch)));
                }
            }
            throw new Refusal(ErrorCode.TRANSACTION_UNKNOWN, "there is no branch " + id + "; it has ended, or never was");
        }
        ServerSession session = connections.session(numbers[0]);
        if (session == null) {
            throw new Refusal(ErrorCode.TRANSACTION_UNKNOWN, "nothing is known of transaction " + id + ": its session was closed, or was lost for longer than "
                    + context.settings.limits().sessionRetentionMs() / 1000 + " s (sessionRetentionMs)");
        }
        return new TransactionsSnapshot(context.nowMs(), 1, List.of(local(session, numbers[1])));
    }

    private static long[] numbers(String id) {
        if (!id.matches("[0-9]{1,18}(-[0-9]{1,18})?")) {
            throw new Refusal(ErrorCode.TRANSACTION_UNKNOWN, "'" + id + "' is no transaction; expected the number of a branch, or SESSION-NUMBER");
        }
        String[] parts = id.split("-");
        return parts.length == 1 ? new long[] {Long.parseLong(parts[0])} : new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])};
    }

    private static TransactionStatus local(ServerSession session, long number) {
        LocalTransaction running = session.transaction();
        if (running != null && running.number() == number) {
            return local(session, number, "OPEN", running, "it has not been committed");
        }
        if (number == session.transactionLast()) {
            return local(session, number, session.lastCommitted() ? "COMMITTED" : "ROLLED_BACK", null, "");
        }
        return local(session, number, "UNKNOWN", null, number > session.transactionLast() ? "nothing of it has arrived"
                : "it has ended, and its session is at transaction " + session.transactionLast() + "; only the last outcome is kept");
    }

    private static TransactionStatus local(ServerSession session, long number, String state, LocalTransaction work, String detail) {
        ServerConnection connection = session.connection();
        return new TransactionStatus(session.id() + "-" + number, "local", state, 0, "", "", connection.user(),
                connection.clientId() != null ? connection.clientId() : connection.peer().description(), 0, 0, "",
                work == null ? 0 : work.sends().size(), work == null ? 0 : work.acknowledged().size(), work == null ? List.of() : held(work), detail);
    }

    private static TransactionStatus of(Branch branch) {
        return new TransactionStatus(Long.toString(branch.id()), "xa", branch.isCommitting() ? "COMMITTING" : branch.state().name(), branch.xid().getFormatId(),
                readable(branch.xid().getGlobalTransactionId()), readable(branch.xid().getBranchQualifier()), branch.user(), branch.client(),
                branch.startedAtMs(), branch.changedAtMs(), branch.decidedBy(), branch.sends().size(), branch.acknowledged().size(), held(branch),
                branch.rollbackOnly() == null ? "" : branch.rollbackOnly().detail());
    }

    private static List<Held> held(Transaction transaction) {
        Map<String, int[]> counts = new TreeMap<>();
        for (Transaction.StagedSend send : transaction.sends()) {
            counts.computeIfAbsent(send.destination().name().toString(), none -> new int[2])[0]++;
        }
        for (Entry entry : transaction.acknowledged()) {
            counts.computeIfAbsent(entry.lane.subscription().destination().name().toString(), none -> new int[2])[1]++;
        }
        List<Held> held = new ArrayList<>();
        counts.forEach((name, count) -> held.add(new Held(name, count[0], count[1])));
        return List.copyOf(held);
    }

    private static String readable(byte[] part) {
        for (byte each : part) {
            if (each < ' ' || each > '~') {
                return "0x" + HexFormat.of().formatHex(part);
            }
        }
        return new String(part, java.nio.charset.StandardCharsets.US_ASCII);
    }
}
