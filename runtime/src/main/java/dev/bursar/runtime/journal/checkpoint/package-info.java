// SPDX-License-Identifier: Apache-2.0
/**
 * Signed sentences about the journal, kept in it and in a second place, and what they prove: that nothing before them was changed or
 * taken away since.
 *
 * <p>May import: {@code journal} and the JDK.
 */
@NullMarked
package dev.bursar.runtime.journal.checkpoint;

import org.jspecify.annotations.NullMarked;
