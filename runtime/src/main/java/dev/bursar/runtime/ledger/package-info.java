// SPDX-License-Identifier: Apache-2.0
/**
 * Money and calls held, settled and released against caps, exactly.
 *
 * <p>May import: {@code call}, {@code redis} and the JDK.
 */
@NullMarked
package dev.bursar.runtime.ledger;

import org.jspecify.annotations.NullMarked;
