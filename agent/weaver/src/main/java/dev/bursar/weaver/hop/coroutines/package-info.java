// SPDX-License-Identifier: Apache-2.0
/**
 * How the scope of a thread follows a Kotlin coroutine: by an element of the coroutine's own context, which Kotlin takes up on whatever thread
 * a part of the coroutine runs.
 *
 * <p>May import: the weaver's {@code hook} packages, the bridge, Byte Buddy's annotations, the types of Kotlin and its coroutines, and the JDK.
 */
@NullMarked
package dev.bursar.weaver.hop.coroutines;

import org.jspecify.annotations.NullMarked;
