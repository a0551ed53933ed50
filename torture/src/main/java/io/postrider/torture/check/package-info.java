/**
 * The judge. Reads what clients and torturer wrote down, nothing else, and says which messages did not go as Jakarta Messaging
 * promises. Shares no code with broker and client. {@link io.postrider.torture.check.Checker} has the rules.
 */
package io.postrider.torture.check;
