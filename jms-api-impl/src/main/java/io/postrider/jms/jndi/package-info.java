/** Administered objects through a naming service (specification 5): from a properties file, or from references in any other. */
package io.postrider.jms.jndi;
