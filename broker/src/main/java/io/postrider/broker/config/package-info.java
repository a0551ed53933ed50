/**
 * What an operator can set: {@link io.postrider.broker.config.Setting} is the one table of keys, defaults, units and bounds;
 * {@link io.postrider.broker.config.ConfigValues} reads a file and overrides by it. What comes out is
 * {@link io.postrider.broker.BrokerConfig}.
 */
package io.postrider.broker.config;
