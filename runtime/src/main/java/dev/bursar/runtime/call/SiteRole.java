// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.call;

import org.jspecify.annotations.Nullable;

/**
 * What a policy makes of a {@link Site}.
 *
 * @param caller whose code it is; {@code null} if the policy binds it to nobody
 * @param conflict why two callers claim it equally, so that its calls must be refused; else {@code null}
 * @param run whether entering it opens a run of {@code caller}
 * @param runId where a run's stable id comes from ({@code arg0}, {@code mdc:orderId}); {@code null} for a random one
 * @param attempt whether entering it begins the next attempt of the open run
 * @param rehearsal whether every run inside it is a rehearsal
 */
public record SiteRole(
        @Nullable String caller,
        @Nullable String conflict,
        boolean run,
        @Nullable String runId,
        boolean attempt,
        boolean rehearsal) {

    public static final SiteRole NONE = new SiteRole(null, null, false, null, false, false);

    /** Whether the method needs weaving. */
    public boolean isBound() {
        return caller != null || conflict != null || run || attempt || rehearsal;
    }
}
