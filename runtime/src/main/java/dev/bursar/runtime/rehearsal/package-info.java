// SPDX-License-Identifier: Apache-2.0
/**
 * Answers made here in place of the vendor's.
 *
 * <p>May import: {@code call}, the bridge's {@code Answer}, Jackson and the JDK.
 */
@NullMarked
package dev.bursar.runtime.rehearsal;

import org.jspecify.annotations.NullMarked;
