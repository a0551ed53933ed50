/**
 * What the clients do: each {@link io.postrider.torture.load.Load} is a number of actors, spread over client processes
 * ({@link io.postrider.torture.load.ClientMain}) that know {@code jakarta.jms} and {@code javax.naming} only. An actor has a
 * connection and an event log of its own, and begins anew when a connection fails or its process was killed.
 */
package io.postrider.torture.load;
