package io.postrider.broker.core;

/**
 * Who a client is, as authentication found. Immutable.
 *
 * @param user          user name, or {@value #ANONYMOUS}
 * @param administrator may inspect and manage the broker
 */
public record Principal(String user, boolean administrator) {
    public static final String ANONYMOUS = "anonymous";
}
