// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import org.jspecify.annotations.Nullable;

/**
 * How what happened is remembered. Read once at start: it cannot change while the application runs.
 *
 * @param ledger where money is counted
 * @param checkpoints how the journal is vouched for; {@code null} for not at all
 * @param retain how long old directories of the journal stay; {@code null} for ever
 * @param seal how requests that move money are kept, so that they can be repeated; {@code null} if they are not kept
 */
public record Keeping(
        LedgerSettings ledger,
        @Nullable CheckpointSettings checkpoints,
        @Nullable RetainSettings retain,
        @Nullable SealSettings seal) {

    public static final Keeping DEFAULT = new Keeping(new LedgerSettings.Local(), null, null, null);
}
