// SPDX-License-Identifier: Apache-2.0
/**
 * What the policy file says, checked and immutable, and the pure decision on one call: no clock, no random source, no file.
 *
 * <p>May import: {@code call} and the JDK.
 */
@NullMarked
package dev.bursar.runtime.policy;

import org.jspecify.annotations.NullMarked;
