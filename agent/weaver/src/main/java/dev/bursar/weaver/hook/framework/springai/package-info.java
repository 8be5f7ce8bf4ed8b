// SPDX-License-Identifier: Apache-2.0
/**
 * Spring AI: one execution of a {@code ChatClient} is a run, one pass of its tool loop an attempt, a tool callback a tool.
 *
 * <p>May import: the weaver's {@code hook} packages, the bridge, Byte Buddy's annotations, Spring AI, Reactor and the JDK. What names a type
 * of Spring AI or Reactor is loaded beside Spring AI, never beside the weaver.
 */
@NullMarked
package dev.bursar.weaver.hook.framework.springai;

import org.jspecify.annotations.NullMarked;
