// SPDX-License-Identifier: Apache-2.0
/**
 * The other side of the optional API, {@code dev.bursar.api}: what its methods do where the agent is present.
 *
 * <p>May import: the weaver's {@code hook} package, the bridge, Byte Buddy's annotations and the JDK.
 */
@NullMarked
package dev.bursar.weaver.hook.api;

import org.jspecify.annotations.NullMarked;
