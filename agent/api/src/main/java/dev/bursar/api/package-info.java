// SPDX-License-Identifier: Apache-2.0
/**
 * What an application may say to Bursar in its own code, instead of in the policy. {@link dev.bursar.api.Bursar} is where to begin.
 *
 * <p>All of it is optional, and none of it needs the agent: where that is absent, the work given simply runs.
 *
 * <p>May import: the JDK, {@code java.base} only.
 */
@NullMarked
package dev.bursar.api;

import org.jspecify.annotations.NullMarked;
