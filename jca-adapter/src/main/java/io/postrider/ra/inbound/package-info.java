/**
 * Messages for message-driven beans (chapter 13, JMS 13.1). Each activated bean has a connection of its own with one connection consumer,
 * which gives messages to a pool of at most maxSession sessions; a session delivers one message as one Work of the server, so that a bean
 * that is slow holds messages back and an idle one no thread.
 */
package io.postrider.ra.inbound;
