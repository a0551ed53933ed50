package io.postrider.benchmark.store;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Bodies that look like JSON, so that compression has something to gain; the same for the same seed. */
final class Payloads {

    private static final String[] WORDS = {"order", "customer", "amount", "currency", "street", "status", "shipped", "pending", "invoice",
        "article", "quantity", "reference", "account", "created", "country", "comment"};
    private final byte[][] bodies;

    Payloads(int count, int bytes, long seed) {
        Random random = new Random(seed);
        bodies = new byte[count][];
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder(bytes + 64);
            while (text.length() < bytes) {
                text.append('"').append(WORDS[random.nextInt(WORDS.length)]).append("\":\"").append(Long.toHexString(random.nextLong()))
                        .append("\",");
            }
            bodies[i] = text.substring(0, bytes).getBytes(StandardCharsets.US_ASCII);
        }
    }

    byte[] get(long index) {
        return bodies[(int) (index % bodies.length)];
    }
}
