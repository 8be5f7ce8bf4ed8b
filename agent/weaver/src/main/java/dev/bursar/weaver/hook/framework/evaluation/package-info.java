// SPDX-License-Identifier: Apache-2.0
/**
 * What runs agents to judge them: while it does, everything is a rehearsal, unless the policy excepts it.
 *
 * <p>May import: the weaver's {@code hook} packages, the bridge, Byte Buddy's annotations and the JDK.
 */
@NullMarked
package dev.bursar.weaver.hook.framework.evaluation;

import org.jspecify.annotations.NullMarked;
