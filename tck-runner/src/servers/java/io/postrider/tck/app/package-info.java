/** The application that the tests put on each server. Knows Jakarta EE and nothing of Postrider. */
package io.postrider.tck.app;
