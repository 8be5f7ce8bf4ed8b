// SPDX-License-Identifier: Apache-2.0
/**
 * The one door that instrumented code calls.
 *
 * <p>These few types are the only ones of Bursar that the application's classes can see. The build of {@code bursar.jar} renames
 * {@code dev.bursar.bridge.X} to {@code java.lang.BursarX} and the agent defines them in the boot loader, so that code woven into
 * any class loader can link to them. They carry JDK types only and hold no logic: {@link dev.bursar.bridge.Door} passes each call
 * to the {@link dev.bursar.bridge.Gate} that the engine installed, and refuses while there is none.
 *
 * <p>May import: the JDK, {@code java.base} only.
 */
@NullMarked
package dev.bursar.bridge;

import org.jspecify.annotations.NullMarked;
