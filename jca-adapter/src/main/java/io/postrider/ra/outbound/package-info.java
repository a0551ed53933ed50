/**
 * Connections for applications (chapters 6 to 8): the server keeps {@link io.postrider.ra.outbound.ManagedJmsConnection}s in its pool, and an
 * application has a handle on one. What an application may do with it inside a server is JMS chapter 12.
 *
 * <p>A managed connection has one XASession, which works in the branch of a global transaction, in a branch of its own where the server
 * asks for a local transaction, or outside of any, where what it sends is sent and what it receives is acknowledged. So a handle, and all
 * that was made with it, goes through transactions without being made again.
 */
package io.postrider.ra.outbound;
