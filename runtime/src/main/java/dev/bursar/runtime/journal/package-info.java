// SPDX-License-Identifier: Apache-2.0
/**
 * The append-only record of every decision and outcome.
 *
 * <p>May import: {@code call}, Chronicle Queue, Jackson and the JDK.
 */
@NullMarked
package dev.bursar.runtime.journal;

import org.jspecify.annotations.NullMarked;
