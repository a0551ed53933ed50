package io.postrider.tck.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Random;

/** Finds ports for servers, which want to know them before they start. */
final class Ports {
    /** Below the range from which systems give ports to connections. */
    private static final int HIGHEST = 32_000;
    private static final int TRIES_MAX = 1_000;

    private Ports() {
    }

    /** A number that can be added to each of these ports, so that all of them are free. */
    static int freeOffset(int... ports) {
        Random random = new Random();
        int highest = Arrays.stream(ports).max().orElseThrow();
        for (int i = 0; i < TRIES_MAX; i++) {
            int offset = 100 + random.nextInt(HIGHEST - highest - 100);
            if (Arrays.stream(ports).allMatch(port -> isFree(port + offset))) {
                return offset;
            }
        }
        throw new IllegalStateException("no offset is found at which all of the ports " + Arrays.toString(ports) + " are free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket tried = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return tried.isBound();
        } catch (IOException used) {
            return false;
        }
    }
}
