// SPDX-License-Identifier: Apache-2.0
/**
 * A second {@code -javaagent} that breaks Bursar: it changes methods of Bursar's own classes, and two of the JDK, so that at the n-th passage of a
 * chosen one something goes wrong. Runs in the forked JVM, with Byte Buddy and the JDK only.
 */
@NullMarked
package dev.bursar.it.faults.breaker;

import org.jspecify.annotations.NullMarked;
