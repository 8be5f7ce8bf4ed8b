// SPDX-License-Identifier: Apache-2.0
/**
 * The retry of Spring Framework 7's core, which its annotation ends in but for reactive methods.
 *
 * <p>May import: the {@code framework} and {@code framework.retry} packages, the bridge, Byte Buddy's annotations and the JDK.
 */
@NullMarked
package dev.bursar.weaver.hook.framework.springcore;

import org.jspecify.annotations.NullMarked;
