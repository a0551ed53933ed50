/** What transactions cost those who have nothing to do with them. */
package io.postrider.benchmark.transaction;
