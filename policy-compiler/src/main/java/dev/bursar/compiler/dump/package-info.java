// SPDX-License-Identifier: Apache-2.0
/**
 * Shows a journal: which records, and in what form.
 *
 * <p>May import: the {@code journal} room of the runtime, {@code call}, Jackson and the JDK.
 */
@NullMarked
package dev.bursar.compiler.dump;

import org.jspecify.annotations.NullMarked;
