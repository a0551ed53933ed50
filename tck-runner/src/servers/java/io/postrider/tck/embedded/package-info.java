/** The application that brings the adapter with it. Knows Jakarta EE and, of Postrider, the class names that definitions of resources have. */
package io.postrider.tck.embedded;
