/** What single commands cost the core: its real code, with a disk that is as fast as a method call. */
package io.postrider.benchmark.core;
