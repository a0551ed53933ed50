package io.postrider.jms;

import io.postrider.jms.client.Credentials;
import io.postrider.jms.message.ObjectAllowList;
import io.postrider.transport.frame.RedeliveryDelay;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What can be set on a connection factory, as a parameter of its URL and as a bean property of the same name: the one table of
 * names, defaults, units and meanings.
 */
public enum Setting {
    USER("user", null, "", Setting::text, "user name; without one the connection is anonymous"),
    PASSWORD("password", null, "", Setting::text, "password of the user"),
    CLIENT_ID("clientId", null, "", Setting::text, "client identifier of every connection (6.1.2); then setClientID cannot change it"),
    MECHANISM("mechanism", Credentials.SCRAM, "", Setting::mechanism,
            "how the user is authenticated: SCRAM-SHA-256, or PLAIN, which sends the password as it is and so needs TLS"),
    TRUSTED_CERTIFICATES("trustedCertificates", null, "file", Setting::file,
            "PEM file of certificates that sign the broker's; without one, what the JVM trusts"),
    VERIFY_HOST_NAME("verifyHostName", true, "", Setting::bool, "whether the broker's certificate must be for the host in the URL"),
    CERTIFICATE_CHAIN("certificateChain", null, "file", Setting::file, "PEM file of the client's own certificate, where the broker asks for one"),
    PRIVATE_KEY("privateKey", null, "file", Setting::file, "PEM file of the key to certificateChain, PKCS#8 and not encrypted"),
    CONNECT_TIMEOUT_MS("connectTimeoutMs", 10_000L, "ms", number(1, Integer.MAX_VALUE / 2), "for each host, until a link is there"),
    RECONNECT_TIMEOUT_MS("reconnectTimeoutMs", 300_000L, "ms", number(0, Long.MAX_VALUE / 2_000_000),
            "for how long a lost connection is tried again; less where the broker forgets earlier. 0 tries once"),
    REQUEST_TIMEOUT_MS("requestTimeoutMs", 30_000L, "ms", number(1, Integer.MAX_VALUE),
            "for an answer of the broker while it can be reached; close, commit and rollback wait as long for listeners and callbacks"),
    SEND_TIMEOUT_MS("sendTimeoutMs", 30_000L, "ms", number(1, Integer.MAX_VALUE),
            "for a destination at its bound to take a message; then ResourceAllocationException"),
    PREFETCH_MESSAGES("prefetchMessages", 1_000L, "messages", number(0, 1_000_000),
            "that may wait in the buffer of a consumer; 0 fetches each when it is wanted"),
    PREFETCH_BYTES("prefetchBytes", 1024L * 1024, "bytes", number(1, Long.MAX_VALUE),
            "that may wait in the buffer of a consumer, but for one message of any size"),
    REDELIVERY_DELAY_MS("redeliveryDelayMs", 0L, "ms", number(0, RedeliveryDelay.MS_MAX),
            "before a message that a consumer has got and given back comes again, twice as long after each further attempt; others overtake it "
                    + "meanwhile. 0: at once, in its old place"),
    REDELIVERY_DELAY_MAX_MS("redeliveryDelayMaxMs", 60_000L, "ms", number(0, RedeliveryDelay.MS_MAX), "up to which that doubles; less than redeliveryDelayMs counts as that"),
    WAIT_FOR_NON_PERSISTENT("waitForNonPersistent", false, "", Setting::bool,
            "whether sending a non-persistent message waits until the broker has taken it, so that a refusal is thrown at once"),
    OBJECT_MESSAGE_PACKAGES(ObjectAllowList.SETTING, null, "", Setting::allowList,
            "packages and classes that a received ObjectMessage may hold beside value types of the JDK, separated by commas");

    private final String key;
    private final Object defaultValue;
    private final String unit;
    private final Function<String, Object> parser;
    private final String meaning;

    Setting(String key, Object defaultValue, String unit, Function<String, Object> parser, String meaning) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.unit = unit;
        this.parser = parser;
        this.meaning = meaning;
    }

    /** Name of the URL parameter and of the bean property. */
    public String key() {
        return key;
    }

    /** String, Long, Boolean, or null for none. */
    public Object defaultValue() {
        return defaultValue;
    }

    /** ms, bytes, messages, file, or empty. */
    public String unit() {
        return unit;
    }

    /** What it does, for people. */
    public String meaning() {
        return meaning;
    }

    /** @throws IllegalArgumentException if that is not a value of this setting, naming both */
    Object parse(String text) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("setting " + key + " cannot be '" + (this == PASSWORD ? "***" : text) + "': " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if there is no such setting, naming the nearest one */
    static Setting named(String key) {
        for (Setting setting : values()) {
            if (setting.key.equals(key)) {
                return setting;
            }
        }
        Setting nearest = Arrays.stream(values())
                .min(Comparator.comparingInt(setting -> distance(setting.key.toLowerCase(Locale.ROOT), key.toLowerCase(Locale.ROOT)))).orElseThrow();
        throw new IllegalArgumentException("there is no setting '" + key + "'; the nearest one is '" + nearest.key + "', all are "
                + Arrays.stream(values()).map(Setting::key).collect(Collectors.joining(", ")));
    }

    /** How many letters have to be changed, added or left out. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }

    private static Object text(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("it is empty; leave the setting out for none");
        }
        return text;
    }

    private static Object mechanism(String text) {
        if (!text.equals(Credentials.SCRAM) && !text.equals(Credentials.PLAIN)) {
            throw new IllegalArgumentException("expected " + Credentials.SCRAM + " or " + Credentials.PLAIN);
        }
        return text;
    }

    private static Object file(String text) {
        Path.of(text);
        return text(text);
    }

    private static Object allowList(String text) {
        ObjectAllowList.of(text);
        return text(text);
    }

    private static Object bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        };
    }

    private static Function<String, Object> number(long min, long max) {
        return text -> {
            String expected = "expected a whole number from " + min + " to " + max;
            try {
                long value = Long.parseLong(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(expected, e);
            }
            throw new IllegalArgumentException(expected);
        };
    }
}
