// SPDX-License-Identifier: Apache-2.0
/**
 * An API under control: its hosts, its operations, what they cost, how its key is attached and how its answers read.
 *
 * <p>May import: {@code call}, the bridge's {@code Answer}, Jackson and the JDK.
 */
@NullMarked
package dev.bursar.runtime.vendor;

import org.jspecify.annotations.NullMarked;
