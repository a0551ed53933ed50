/**
 * Programs to copy from. They know {@code jakarta.jms} and {@code javax.naming} and nothing of Postrider, which comes in by the
 * file jndi.properties alone.
 */
package io.postrider.examples;
