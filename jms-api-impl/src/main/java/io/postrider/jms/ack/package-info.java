/** Acknowledgement by the mode of a session (specification 6.2.10), and what a recover or a close has to say of messages that were handed over. */
package io.postrider.jms.ack;
