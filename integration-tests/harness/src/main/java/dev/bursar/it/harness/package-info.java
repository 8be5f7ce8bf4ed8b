// SPDX-License-Identifier: Apache-2.0
/**
 * Forks JVMs with the shipped {@code bursar.jar} on a loopback Stripe, and a Redis, for the tests of every framework and version.
 *
 * <p>May import: the demo's simulator, embedded-redis, Jackson and the JDK.
 */
@NullMarked
package dev.bursar.it.harness;

import org.jspecify.annotations.NullMarked;
