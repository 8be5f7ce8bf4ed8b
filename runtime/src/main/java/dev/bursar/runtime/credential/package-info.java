// SPDX-License-Identifier: Apache-2.0
/**
 * The real keys: where they come from, and the only place where they open.
 *
 * <p>May import: {@code call} and the JDK.
 */
@NullMarked
package dev.bursar.runtime.credential;

import org.jspecify.annotations.NullMarked;
