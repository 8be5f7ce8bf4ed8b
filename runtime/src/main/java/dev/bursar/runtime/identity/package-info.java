// SPDX-License-Identifier: Apache-2.0
/**
 * Who is calling: the callers' boundaries, runs and attempts, and how they follow work from thread to thread.
 *
 * <p>May import: {@code call} and the JDK.
 */
@NullMarked
package dev.bursar.runtime.identity;

import org.jspecify.annotations.NullMarked;
