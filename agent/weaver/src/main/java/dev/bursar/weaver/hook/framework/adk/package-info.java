// SPDX-License-Identifier: Apache-2.0
/**
 * Google's Agent Development Kit for Java.
 *
 * <p>May import: the weaver's {@code hook} and {@code hop.rx} packages, the bridge, Byte Buddy's annotations, RxJava's types and the JDK.
 */
@NullMarked
package dev.bursar.weaver.hook.framework.adk;

import org.jspecify.annotations.NullMarked;
