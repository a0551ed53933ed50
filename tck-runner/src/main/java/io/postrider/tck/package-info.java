/**
 * Runs the official Jakarta Messaging TCK, the tests outside a container, against broker processes that it starts. {@link
 * io.postrider.tck.TckRunner} is the program; each part of the TCK has a broker and a process of tests of its own, which reports
 * each result over a socket.
 */
package io.postrider.tck;
