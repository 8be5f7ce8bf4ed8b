// SPDX-License-Identifier: Apache-2.0
/**
 * Resilience4j's retry: its decorators, which everything else of it ends in but the reactive operators.
 *
 * <p>May import: the {@code framework} and {@code framework.retry} packages, the bridge, Byte Buddy's annotations and the JDK.
 */
@NullMarked
package dev.bursar.weaver.hook.framework.resilience4j;

import org.jspecify.annotations.NullMarked;
