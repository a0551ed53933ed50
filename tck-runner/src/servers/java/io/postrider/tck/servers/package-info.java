/**
 * The resource adapter on real application servers: Arquillian starts the server and puts the application {@code io.postrider.tck.app} on
 * it, or {@code io.postrider.tck.embedded}, which brings the adapter with it; brokers are processes of their own, and the tests look at
 * both from outside. Which server it is, the profile of the build says; what differs between servers is in
 * {@link io.postrider.tck.servers.ApplicationServer} and nowhere else.
 */
package io.postrider.tck.servers;
