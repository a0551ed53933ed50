/** Applications whose settings are wrong, to see what a server says of them. */
package io.postrider.tck.refused;
