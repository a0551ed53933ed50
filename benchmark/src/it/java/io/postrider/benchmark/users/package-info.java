/** What programs that nobody here wrote, and application servers, ask of the client, against a broker process. */
package io.postrider.benchmark.users;
