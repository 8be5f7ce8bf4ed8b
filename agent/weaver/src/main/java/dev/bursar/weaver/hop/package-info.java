// SPDX-License-Identifier: Apache-2.0
/**
 * How the scope of a thread follows work to other threads: by capture where the work is submitted, in the JDK's own executors, futures and
 * fork-join tasks. {@code VirtualThread} itself is never woven.
 *
 * <p>May import: the weaver's {@code hook} package, the bridge, Byte Buddy's annotations and the JDK.
 */
@NullMarked
package dev.bursar.weaver.hop;

import org.jspecify.annotations.NullMarked;
