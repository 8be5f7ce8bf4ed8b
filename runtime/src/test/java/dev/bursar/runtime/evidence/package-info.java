// SPDX-License-Identifier: Apache-2.0
/**
 * The journal as somebody else sees it: a reader and a forger written from {@code docs/journal-format.md} alone. {@code Page} and {@code Forged}
 * import nothing of Bursar.
 */
@NullMarked
package dev.bursar.runtime.evidence;

import org.jspecify.annotations.NullMarked;
