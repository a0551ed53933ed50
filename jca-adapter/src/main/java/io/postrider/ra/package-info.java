/**
 * The resource adapter: what an application server configures, starts and asks (Jakarta Connectors 2.1; section numbers in this module are
 * of that specification unless "JMS" stands before them, which is Jakarta Messaging 3.1).
 */
package io.postrider.ra;
