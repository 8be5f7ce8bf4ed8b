// SPDX-License-Identifier: Apache-2.0
/**
 * The frameworks that run agents and the libraries that repeat work: one folder each. Their hooks open runs, attempts and tools; they decide
 * nothing.
 *
 * <p>May import: the weaver's {@code hook} package, the bridge, Byte Buddy's annotations, the framework's own types and the JDK.
 */
@NullMarked
package dev.bursar.weaver.hook.framework;

import org.jspecify.annotations.NullMarked;
