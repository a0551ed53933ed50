/**
 * What everybody of the torture wrote down while it ran: the clients of their calls ({@link io.postrider.torture.log.EventLog}), the
 * torturer of its faults ({@link io.postrider.torture.log.FaultLog}). Each line is with the system before its writer goes on, so that
 * a killed process has left all it knew. Times are those of {@link System#nanoTime}, which on one machine are the same for all
 * processes and do not jump with its clock.
 */
package io.postrider.torture.log;
