/**
 * Spring's JMS support against a broker in a process of its own: a program that many people run, and that nobody here wrote. It uses
 * the API in ways that our own tests would not think of, above all its caches and its own recovery.
 */
package io.postrider.benchmark.spring;
