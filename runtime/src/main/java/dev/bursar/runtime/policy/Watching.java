// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import org.jspecify.annotations.Nullable;

/**
 * Who is told, and what is shown.
 *
 * @param alerts where alerts go besides the journal; {@code null} for nowhere
 * @param metrics which numbers are shown; {@code null} for none
 */
public record Watching(
        @Nullable AlertSettings alerts, @Nullable MetricsSettings metrics) {

    public static final Watching DEFAULT = new Watching(null, null);
}
