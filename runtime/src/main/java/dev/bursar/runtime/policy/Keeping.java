// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How what happened is remembered. Read once at start: it cannot change while the application runs.
 *
 * @param ledger where money is counted
 * @param checkpoints how the journal is vouched for; {@code null} for not at all
 * @param retain how long old directories of the journal stay; {@code null} for ever
 * @param seal how requests that move money are kept, so that they can be repeated; {@code null} if they are not kept
 * @param pseudonyms where the key is that subjects are hashed with, so that several state directories know the same subject by the same
 *     name; {@code null} for one of the state directory's own
 */
public record Keeping(
        LedgerSettings ledger,
        @Nullable CheckpointSettings checkpoints,
        @Nullable RetainSettings retain,
        @Nullable SealSettings seal,
        @Nullable KeySource pseudonyms) {

    public static final Keeping DEFAULT = new Keeping(new LedgerSettings.Local(), null, null, null, null);

    /** Where the keys of all of it are: {@code env:NAME} or {@code file:/path} each. */
    public List<String> keySources() {
        List<String> sources = new ArrayList<>();
        if (ledger instanceof LedgerSettings.Redis redis && redis.password() != null) {
            sources.add(redis.password());
        }
        if (checkpoints != null) {
            sources.add(checkpoints.key());
        }
        if (seal != null) {
            sources.add(seal.source());
        }
        if (pseudonyms != null) {
            sources.add(pseudonyms.source());
        }
        return List.copyOf(sources);
    }
}
