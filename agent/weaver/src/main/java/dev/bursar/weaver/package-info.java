// SPDX-License-Identifier: Apache-2.0
/**
 * Rewrites governed classes as they load, checks that each one really carries its hooks, and proves it with a canary.
 *
 * <p>May import: the bridge, Byte Buddy and the JDK; never the runtime.
 */
@NullMarked
package dev.bursar.weaver;

import org.jspecify.annotations.NullMarked;
