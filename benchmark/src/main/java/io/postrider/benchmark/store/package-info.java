/**
 * What the store's options cost: a committer over RocksDB, measured without the broker, so that a choice of option can be repeated on
 * another disk. The choice that came of it is in docs/adr/001-store-options.md.
 *
 * <p>Everything compared runs interleaved in one process and is reported as the median of the ratios within a round, because the
 * absolute figures of a shared machine move by a factor of two from hour to hour.
 */
package io.postrider.benchmark.store;
