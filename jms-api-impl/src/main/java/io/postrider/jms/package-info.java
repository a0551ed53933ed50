/** Jakarta Messaging 3.1 as applications see it. Section numbers in this module are those of the 3.1 specification. */
package io.postrider.jms;
