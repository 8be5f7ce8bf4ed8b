// SPDX-License-Identifier: Apache-2.0
/**
 * Failsafe 3: synchronous executions, and asynchronous ones whose tries run on a scheduler's threads.
 *
 * <p>May import: the {@code framework} and {@code framework.retry} packages, the bridge, Byte Buddy's annotations and the JDK.
 */
@NullMarked
package dev.bursar.weaver.hook.framework.failsafe;

import org.jspecify.annotations.NullMarked;
