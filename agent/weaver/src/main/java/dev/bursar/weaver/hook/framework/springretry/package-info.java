// SPDX-License-Identifier: Apache-2.0
/**
 * Spring Retry's {@code RetryTemplate}, which its annotation and its interceptors end in.
 *
 * <p>May import: the {@code framework} and {@code framework.retry} packages, the bridge, Byte Buddy's annotations and the JDK.
 */
@NullMarked
package dev.bursar.weaver.hook.framework.springretry;

import org.jspecify.annotations.NullMarked;
