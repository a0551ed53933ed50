/**
 * The broker core: a single-threaded function from (state, command) to (write set, frames, read requests, timers). Nothing here
 * knows a socket, a disk, a lock or another thread, but for {@link io.postrider.broker.core.CoreThread}, which runs it.
 */
package io.postrider.broker.core;
