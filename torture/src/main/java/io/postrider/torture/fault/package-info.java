/**
 * What is done to the broker and its clients: a class for each {@link io.postrider.torture.fault.Fault}, and what they act on, the
 * {@link io.postrider.torture.fault.Arena}.
 */
package io.postrider.torture.fault;
