/**
 * The client's side of the wire: what a connection asks of a broker ({@link io.postrider.jms.client.BrokerClient}), how that
 * goes over one link ({@link io.postrider.jms.client.WireBrokerClient}) and how it survives the loss of a link
 * ({@link io.postrider.jms.client.ReconnectingBrokerClient}).
 *
 * <p>Threads: frames arrive on the link's event loop, which runs no code of the application and never waits. Threads of the
 * application wait for futures that the event loop, a timeout, close or the final loss of the connection completes. What both
 * touch of a session is guarded by its {@link io.postrider.jms.client.SessionState}; of a connection, by
 * {@code ReconnectingBrokerClient}; of a consumer's buffer, by its {@link io.postrider.jms.client.Prefetch}. Locks are taken in
 * the order consumer's buffer, connection, session, credit; nothing is completed while one is held. Section numbers are those of
 * Jakarta Messaging 3.1.
 */
package io.postrider.jms.client;
