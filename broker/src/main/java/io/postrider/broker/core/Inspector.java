package io.postrider.broker.core;

import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Inspect;
import io.postrider.transport.message.DestinationName;

/** Answers what operators, and the command line, ask about the broker. Owned by the core's thread. */
final class Inspector {
    private static final String QUEUE = "queue ";
    private static final String TRANSACTION = "transaction ";

    private final CoreContext context;
    private final Destinations destinations;
    private final Connections connections;
    private final Branches branches;

    Inspector(CoreContext context, Destinations destinations, Connections connections, Branches branches) {
        this.context = context;
        this.destinations = destinations;
        this.connections = connections;
        this.branches = branches;
    }

    /** @throws Refusal if nothing is known of the subject, or not to this user */
    void inspect(ServerConnection connection, Inspect inspect) {
        connection.peer().inspected(inspect.requestId(), answer(connection, inspect.subject()));
    }

    private Object answer(ServerConnection connection, String subject) {
        if (subject.startsWith(QUEUE)) {
            return lookUp(subject.substring(QUEUE.length()));
        }
        requireAdministrator(connection, "inspect the broker");
        if (subject.equals("status")) {
            return StatusSnapshot.of(context, destinations, connections);
        }
        if (subject.equals("transactions")) {
            return TransactionsSnapshot.of(context, connections, branches);
        }
        if (subject.startsWith(TRANSACTION)) {
            return TransactionsSnapshot.of(context, connections, branches, subject.substring(TRANSACTION.length()));
        }
        throw new Refusal(ErrorCode.REQUEST_UNSUPPORTED, "nothing is known about '" + subject + "'; expected status, queue NAME, transactions or transaction ID");
    }

    private QueueLookup lookUp(String name) {
        try {
            return new QueueLookup(name, destinations.isKnown(DestinationName.queue(name)));
        } catch (IllegalArgumentException e) {
            throw new Refusal(ErrorCode.DESTINATION_INVALID, e.getMessage());
        }
    }

    static void requireAdministrator(ServerConnection connection, String action) {
        if (!connection.isAdministrator()) {
            throw new Refusal(ErrorCode.NOT_PERMITTED, "the user '" + connection.user() + "' may not " + action + "; give it the role administrator");
        }
    }
}
