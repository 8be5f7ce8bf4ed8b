// SPDX-License-Identifier: Apache-2.0
/**
 * Microsoft's Semantic Kernel for Java.
 *
 * <p>May import: the weaver's {@code hook} packages, the bridge, Byte Buddy's annotations, Reactor's own types and the JDK.
 */
@NullMarked
package dev.bursar.weaver.hook.framework.semantickernel;

import org.jspecify.annotations.NullMarked;
