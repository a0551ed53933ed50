package io.postrider.broker.config;


/**
 * The table of settings, in the order in which people meet them. The key of each is the name of the component of
 * {@link io.postrider.broker.BrokerConfig} that holds it; units stand at the end of the key.
 */
public enum Setting {
    HOST("host", Kind.TEXT, "127.0.0.1",
            "address or name that the broker listens on; any but a loopback address needs users and TLS, or insecure"),
    PORT("port", 7337, 0, 65_535,
            "port that it listens on; 0 takes any free one"),
    TLS_CERTIFICATE("tlsCertificate", Kind.PATH, null,
            "PEM file with the broker's certificate and its chain; with tlsKey it turns TLS on"),
    TLS_KEY("tlsKey", Kind.PATH, null,
            "PEM file with the private key of tlsCertificate, in PKCS#8 without a password"),
    TLS_CLIENT_CA("tlsClientCa", Kind.PATH, null,
            "PEM file with certificates; every client must show one that is signed by one of them"),
    INSECURE("insecure", Kind.FLAG, "false",
            "lets the broker listen beyond loopback without users or without TLS"),
    USERS("users", Kind.PATH, null,
            "file of users, kept by the postrider command; left out: conf/users in the data folder"),
    REQUIRE_CREDENTIALS("requireCredentials", Kind.FLAG, "false",
            "refuses clients without user name and password on loopback and with insecure too"),
    DATA("data", Kind.PATH, "data",
            "folder of the store; one broker at a time uses it"),
    ACCEPT_LOSS("acceptLoss", Kind.FLAG, "false",
            "starts although the store's log is damaged in its middle, without what follows the damage; for one start"),
    CREATE_DESTINATIONS("createDestinations", Kind.FLAG, "true",
            "makes a queue or topic at its first use"),
    DEAD_LETTER_QUEUE("deadLetterQueue", Kind.TEXT, "DLQ",
            "queue that messages go to after attemptsMax failed deliveries"),
    ATTEMPTS_MAX("attemptsMax", 10, 1, 1_000_000,
            "failed deliveries after which a message goes to deadLetterQueue"),
    MESSAGE_BYTES_MAX("messageBytesMax", Kind.BYTES, "100 MiB", 1024, 1L << 40,
            "size of the largest message that is taken"),
    DESTINATION_BYTES_MAX("destinationBytesMax", Kind.BYTES, "10 GiB", 1 << 20, 1L << 50,
            "bytes that one queue or topic may hold; beyond, its senders wait"),
    TRANSACTION_BYTES_MAX("transactionBytesMax", Kind.BYTES, "8 MiB", 1 << 20, 1 << 30,
            "bytes that one transaction may write at its commit, at about 100 a message"),
    UNACKNOWLEDGED_MAX("unacknowledgedMax", 100_000, 1, 10_000_000,
            "messages that one session may hold without acknowledging them"),
    SESSION_RETENTION_MS("sessionRetentionMs", Kind.DURATION, "10 min", 1_000, 7 * 86_400_000L,
            "how long the broker keeps what a client needs to resume after a lost connection"),
    MEMORY_BYTES("memoryBytes", Kind.BYTES, null, 1 << 20, 1L << 44,
            "bytes of messages kept in memory; left out: three eighths of the largest heap"),
    DISK_RESERVE_BYTES("diskReserveBytes", Kind.BYTES, "1 GiB", 0, 1L << 50,
            "free space of the data folder's disk below which sends are refused; the store itself needs up to 300 MiB to write out what it has in memory"),
    CONNECTIONS_MAX("connectionsMax", 1_000, 1, 1_000_000,
            "connections at one time"),
    CONNECTION_CREDIT_BYTES("connectionCreditBytes", Kind.BYTES, null, 16 << 10, 1 << 30,
            "bytes of messages that one connection may have on the way to the broker's core; left out: a quarter of the largest"
                    + " heap divided by connectionsMax, from 16 KiB to 1 MiB"),
    DESTINATION_CREDIT_BYTES("destinationCreditBytes", Kind.BYTES, "1 MiB", 16 << 10, 1 << 30,
            "bytes that one session may send to one destination ahead of the broker's taking them"),
    DESTINATIONS_MAX("destinationsMax", 100_000, 1, 10_000_000,
            "queues and topics, temporary ones included"),
    SESSIONS_PER_CONNECTION_MAX("sessionsPerConnectionMax", 1_000, 1, 1_000_000,
            "sessions of one connection"),
    CONSUMERS_PER_CONNECTION_MAX("consumersPerConnectionMax", 10_000, 1, 1_000_000,
            "consumers and browsers of one connection"),
    BRANCHES_MAX("branchesMax", 10_000, 1, 10_000_000,
            "branches of global (XA) transactions, those included that are remembered since they were rolled back or decided"),
    BRANCH_TIMEOUT_MS("branchTimeoutMs", Kind.DURATION, "5 min", 1_000, 7 * 86_400_000L,
            "time in which a branch of a global (XA) transaction must be prepared whose transaction manager gives none"),
    IN_DOUBT_WARNING_MS("inDoubtWarningMs", Kind.DURATION, "10 min", 1_000, 7 * 86_400_000L,
            "how long a branch may be prepared before the log warns that its transaction manager has not ended it"),
    FRAME_BYTES_MAX("frameBytesMax", Kind.BYTES, "1 MiB", 512 << 10, 64 << 20,
            "size of the largest frame of the protocol; it bounds header and properties of a message, larger bodies travel in parts"),
    HEARTBEAT_MS("heartbeatMs", Kind.DURATION, "10 s", 100, 600_000,
            "how often each side lets the other hear something; three times as long without ends the connection"),
    HANDSHAKE_TIMEOUT_MS("handshakeTimeoutMs", Kind.DURATION, "10 s", 100, 600_000,
            "time in which a new connection must have authenticated");

    /** How a value is written. */
    public enum Kind {
        TEXT, PATH, FLAG, COUNT, BYTES, DURATION
    }

    private final String key;
    private final Kind kind;
    private final String defaultText;
    private final long min;
    private final long max;
    private final String meaning;

    Setting(String key, Kind kind, String defaultText, String meaning) {
        this(key, kind, defaultText, 0, 0, meaning);
    }

    Setting(String key, int defaultCount, long min, long max, String meaning) {
        this(key, Kind.COUNT, Integer.toString(defaultCount), min, max, meaning);
    }

    Setting(String key, Kind kind, String defaultText, long min, long max, String meaning) {
        this.key = key;
        this.kind = kind;
        this.defaultText = defaultText;
        this.min = min;
        this.max = max;
        this.meaning = meaning;
    }

    /** As it is written in the file and behind {@code --set}. */
    public String key() {
        return key;
    }

    public Kind kind() {
        return kind;
    }

    /** As an operator would write it; null if leaving it out means something that the meaning tells. */
    public String defaultText() {
        return defaultText;
    }

    /** Half a sentence for people. */
    public String meaning() {
        return meaning;
    }

    /** Lowest value of a number, inclusive. */
    public long min() {
        return min;
    }

    /** Highest value of a number, inclusive. */
    public long max() {
        return max;
    }

    /** The values that this setting takes, for people. */
    public String expected() {
        return switch (kind) {
            case TEXT -> "a text that is not empty";
            case PATH -> "the path of a file or folder";
            case FLAG -> "true or false";
            case COUNT -> "a whole number from " + min + " to " + max;
            case BYTES -> "a size from " + Quantity.ofBytes(min) + " to " + Quantity.ofBytes(max) + ", such as 65536, 64 KiB, 10 MiB or 2 GiB";
            case DURATION -> "a duration from " + Quantity.ofMs(min) + " to " + Quantity.ofMs(max) + ", such as 1500, 1500 ms, 10 s or 5 min";
        };
    }

    /**
     * The setting with that key.
     *
     * @throws ConfigException if there is none; it names the nearest one
     */
    public static Setting ofKey(String key) {
        Setting nearest = HOST;
        int nearestEdits = Integer.MAX_VALUE;
        for (Setting setting : values()) {
            if (setting.key.equals(key)) {
                return setting;
            }
            int edits = Spelling.edits(shortened(key), setting.key);
            if (edits < nearestEdits) {
                nearest = setting;
                nearestEdits = edits;
            }
        }
        throw new ConfigException("there is no setting '" + shortened(key) + "'; the nearest is '" + nearest.key + "'");
    }

    private static String shortened(String key) {
        return key.length() <= 60 ? key : key.substring(0, 60) + "...";
    }
}
