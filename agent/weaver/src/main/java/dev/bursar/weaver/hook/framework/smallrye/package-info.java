// SPDX-License-Identifier: Apache-2.0
/**
 * SmallRye Fault Tolerance's retry, of its interceptors and of its programmatic interface.
 *
 * <p>May import: the {@code framework} package, the bridge, Byte Buddy's annotations, the library's own types and the JDK.
 */
@NullMarked
package dev.bursar.weaver.hook.framework.smallrye;

import org.jspecify.annotations.NullMarked;
