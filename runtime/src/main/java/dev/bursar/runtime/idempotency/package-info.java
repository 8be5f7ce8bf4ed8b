// SPDX-License-Identifier: Apache-2.0
/**
 * One action, one key: fingerprints, keys, and what became of each key.
 *
 * <p>May import: {@code call}, {@code redis} and the JDK.
 */
@NullMarked
package dev.bursar.runtime.idempotency;

import org.jspecify.annotations.NullMarked;
