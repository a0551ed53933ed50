/**
 * Narayana, the transaction manager of WildFly and Quarkus, with two brokers, or with a broker and a database, in one transaction. The
 * application that it runs in is a process of its own, which is killed where it hurts; another one recovers. Whatever was in between,
 * both sides must agree in the end.
 */
package io.postrider.benchmark.narayana;
