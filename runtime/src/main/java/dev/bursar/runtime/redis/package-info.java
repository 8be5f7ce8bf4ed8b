// SPDX-License-Identifier: Apache-2.0
/**
 * The Redis that several processes share: one connection, scripts, and whether it still has what it confirmed. The rooms of ledger and
 * idempotency put their own scripts through it.
 *
 * <p>May import: the JDK and Jedis, which nobody else imports.
 */
@NullMarked
package dev.bursar.runtime.redis;

import org.jspecify.annotations.NullMarked;
