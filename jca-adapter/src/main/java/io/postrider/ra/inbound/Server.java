package io.postrider.ra.inbound;

import jakarta.resource.spi.work.WorkManager;
import java.util.Timer;

/**
 * What the server lends to the adapter while that is started (5.3.1): threads, and a timer whose tasks only hand things on.
 *
 * @param work  runs deliveries and attempts to connect
 * @param timer of the adapter, cancelled when it stops
 */
record Server(WorkManager work, Timer timer) {
}
