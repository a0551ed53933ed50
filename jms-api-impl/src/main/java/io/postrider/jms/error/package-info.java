/** How anything that goes wrong reaches the application: as the exception that the specification names, made in one place. */
package io.postrider.jms.error;
