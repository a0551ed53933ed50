/**
 * The broker's side of each link: frames in, commands to the core; what the core says, frames out. The only package that knows
 * both. Handshakes, selectors, bodies from the store and JSON are dealt with here, on threads that may wait, so that neither an
 * event loop nor the core ever does.
 */
package io.postrider.broker.net;
