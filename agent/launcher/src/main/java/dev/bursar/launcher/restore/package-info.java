// SPDX-License-Identifier: Apache-2.0
/**
 * The verb that gives a shared ledger back what it has lost.
 *
 * <p>May import: what the launcher may.
 */
@NullMarked
package dev.bursar.launcher.restore;

import org.jspecify.annotations.NullMarked;
