// SPDX-License-Identifier: Apache-2.0
/**
 * What is shown and told of what happens: alerts, and numbers. It decides nothing, and whoever calls it waits for nothing.
 *
 * <p>May import: {@code call}, Jackson's generator and the JDK.
 */
@NullMarked
package dev.bursar.runtime.watching;

import org.jspecify.annotations.NullMarked;
