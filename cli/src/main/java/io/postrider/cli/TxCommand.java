package io.postrider.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.jms.JmsConnectionFactory;
import io.postrider.transport.frame.Decision;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The transactions of a broker: what is open, what is in doubt, and what an operator decides about that. */
@Command(name = "tx", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = {"Show open and prepared transactions, and decide those that are in doubt.",
            "A transaction is named by the number of its branch (XA), or by SESSION-NUMBER, as exceptions name it."},
        subcommands = {TxCommand.ListTransactions.class, TxCommand.Show.class, TxCommand.Commit.class, TxCommand.Rollback.class, TxCommand.Forget.class})
final class TxCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "one of list, show, commit, rollback and forget has to follow");
    }

    private static Inspection open(BrokerOptions broker) throws InterruptedException {
        JmsConnectionFactory factory = broker.factory();
        return Inspection.open(factory, broker.login(factory));
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List open and prepared transactions, oldest first.")
    static final class ListTransactions implements Callable<Integer> {
        @Spec
        private CommandSpec spec;
        @Mixin
        private BrokerOptions broker;
        @Option(names = "--json", description = "one JSON object instead of a table")
        private boolean json;

        @Override
        public Integer call() throws InterruptedException {
            JsonNode found;
            try (Inspection inspection = open(broker)) {
                found = inspection.ask("transactions");
            }
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(found.toPrettyString());
                return ExitCode.DONE;
            }
            if (found.path("transactions").isEmpty()) {
                out.println("There is no open or prepared transaction.");
                return ExitCode.DONE;
            }
            String row = "%-10s %-6s %-14s %9s %6s %6s  %-20s %s%n";
            out.printf(row, "ID", "KIND", "STATE", "AGE", "SENT", "TAKEN", "CLIENT", "XID");
            for (JsonNode each : found.path("transactions")) {
                out.printf(row, each.path("id").asText(), each.path("kind").asText(), each.path("state").asText(), age(found, each),
                        each.path("sent").asText(), each.path("acknowledged").asText(), each.path("client").asText(), xid(each));
            }
            long more = found.path("count").asLong() - found.path("transactions").size();
            if (more > 0) {
                out.println("and " + more + " more");
            }
            return ExitCode.DONE;
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true,
            description = {"Show one transaction: what it did, where, and what became of it.",
                "Answers also for one whose commit ended with \"the outcome is unknown\", as long as the broker keeps its session."})
    static final class Show implements Callable<Integer> {
        @Spec
        private CommandSpec spec;
        @Mixin
        private BrokerOptions broker;
        @Parameters(paramLabel = "ID")
        private String id;
        @Option(names = "--json", description = "one JSON object")
        private boolean json;

        @Override
        public Integer call() throws InterruptedException {
            JsonNode found;
            try (Inspection inspection = open(broker)) {
                found = inspection.ask("transaction " + id);
            }
            JsonNode transaction = found.path("transactions").path(0);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(transaction.toPrettyString());
                return ExitCode.DONE;
            }
            out.printf("transaction   %s, %s%n", transaction.path("id").asText(), transaction.path("kind").asText());
            out.printf("state         %s%s%n", transaction.path("state").asText(), detail(transaction));
            if (transaction.path("kind").asText().equals("xa")) {
                out.printf("format id     %d%n", transaction.path("formatId").asInt());
                out.printf("global id     %s%n", transaction.path("globalId").asText());
                out.printf("branch        %s%n", transaction.path("branchQualifier").asText());
                out.printf("started       %s%n", time(transaction.path("startedAtMs").asLong()));
                out.printf("since         %s, for %s%n", time(transaction.path("changedAtMs").asLong()), age(found, transaction));
            }
            out.printf("owner         user '%s', client %s%n", transaction.path("user").asText(), transaction.path("client").asText());
            for (JsonNode held : transaction.path("destinations")) {
                out.printf("holds         %s: sends %d, takes %d%n", held.path("destination").asText(), held.path("sent").asInt(), held.path("acknowledged").asInt());
            }
            if (!transaction.path("decidedBy").asText().isEmpty()) {
                out.printf("decided       by '%s'; 'postrider tx forget %s' when its transaction manager knows%n", transaction.path("decidedBy").asText(),
                        transaction.path("id").asText());
            }
            return ExitCode.DONE;
        }

        private static String detail(JsonNode transaction) {
            return transaction.path("detail").asText().isEmpty() ? "" : ": " + transaction.path("detail").asText();
        }
    }

    /** What the three decisions have in common. */
    abstract static class Deciding implements Callable<Integer> {
        @Spec
        private CommandSpec spec;
        @Mixin
        private BrokerOptions broker;
        @Parameters(paramLabel = "ID", description = "number of a branch, as 'postrider tx list' shows it")
        private long id;
        private final Decision decision;
        private final String done;

        Deciding(Decision decision, String done) {
            this.decision = decision;
            this.done = done;
        }

        @Override
        public Integer call() throws InterruptedException {
            try (Inspection inspection = open(broker)) {
                inspection.decide(id, decision);
            }
            spec.commandLine().getOut().println("Branch " + id + " " + done);
            return ExitCode.DONE;
        }
    }

    @Command(name = "commit", mixinStandardHelpOptions = true,
            description = {"Commit a prepared branch without waiting for its transaction manager.",
                "The other resources of its transaction may end otherwise; the manager is told what was decided until the branch is forgotten."})
    static final class Commit extends Deciding {
        Commit() {
            super(Decision.COMMIT, "is committed. Its transaction manager is told so until the branch is forgotten.");
        }
    }

    @Command(name = "rollback", mixinStandardHelpOptions = true,
            description = {"Roll a prepared branch back without waiting for its transaction manager.",
                "The other resources of its transaction may end otherwise; the manager is told what was decided until the branch is forgotten."})
    static final class Rollback extends Deciding {
        Rollback() {
            super(Decision.ROLLBACK, "is rolled back. Its transaction manager is told so until the branch is forgotten.");
        }
    }

    @Command(name = "forget", mixinStandardHelpOptions = true, description = "Forget a branch that was decided by hand, for a manager that will not ask any more.")
    static final class Forget extends Deciding {
        Forget() {
            super(Decision.FORGET, "is forgotten.");
        }
    }

    private static String time(long epochMs) {
        return Instant.ofEpochMilli(epochMs).toString();
    }

    /** Since it is in its state; a local one has no age. */
    private static String age(JsonNode snapshot, JsonNode transaction) {
        long since = transaction.path("changedAtMs").asLong();
        if (since == 0) {
            return "-";
        }
        long seconds = Math.max(0, snapshot.path("timeMs").asLong() - since) / 1000;
        return seconds < 600 ? seconds + " s" : seconds < 36_000 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    private static String xid(JsonNode transaction) {
        return transaction.path("kind").asText().equals("xa")
                ? transaction.path("formatId").asText() + ":" + transaction.path("globalId").asText() + ":" + transaction.path("branchQualifier").asText() : "";
    }
}
