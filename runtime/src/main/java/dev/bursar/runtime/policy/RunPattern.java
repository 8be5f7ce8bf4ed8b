// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import org.jspecify.annotations.Nullable;

/**
 * A method that opens a run.
 *
 * @param id where the run's stable id comes from: {@code arg0} or {@code mdc:name}; {@code null} for a random one
 */
public record RunPattern(MethodPattern method, @Nullable String id) {}
