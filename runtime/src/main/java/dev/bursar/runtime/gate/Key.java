// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.Answer;
import dev.bursar.runtime.idempotency.Actions;
import dev.bursar.runtime.idempotency.Fingerprints;
import dev.bursar.runtime.idempotency.Prior;
import dev.bursar.runtime.policy.IdempotencySettings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The stage that gives an action its key, and tells a repeat from the same action in other words. */
final class Key {

    /** The longest key Stripe takes; a longer one would only be refused there, and fill the journal here. */
    private static final int LONGEST = 255;

    Keyed key(Identified call, Actions actions, Draft draft) throws Turned {
        if (!call.vendor().isKeyed(call.operation())) {
            return new Keyed(draft.call, null, false, null, null);
        }
        IdempotencySettings settings = call.caller().idempotency();
        String appKey = call.headers().get(call.vendor().keyHeader().toLowerCase(Locale.ROOT));
        if (appKey != null && settings.appKeys() == IdempotencySettings.AppKeys.KEEP) {
            if (appKey.isEmpty() || appKey.length() > LONGEST || !appKey.chars().allMatch(Key::printable)) {
                throw new Turned(
                        400,
                        "bursar_key_invalid",
                        "the idempotency key that the application set is not one to " + LONGEST
                                + " printable ASCII characters, so the call is not sent");
            }
            return decideOn(call, actions, appKey, true, null, draft);
        }
        String fingerprint = Fingerprints.identity(
                call.operation(),
                call.path(),
                call.account(),
                call.parameters(),
                settings.same(),
                call.vendor().reworded());
        Ordinal ordinal = null;
        if (settings.repeats() == IdempotencySettings.Repeats.DISTINCT) {
            ordinal = Ordinal.take(call.scope(), fingerprint);
        }
        String payer =
                call.account() == null ? call.caller().name() : call.caller().name() + " for " + call.account();
        String key = actions.key(call.run(), call.caller().name(), fingerprint, ordinal == null ? 0 : ordinal.n());
        return decideOn(call, actions, key, false, ordinal, draft);
    }

    private static Keyed decideOn(
            Identified call, Actions actions, String key, boolean fromApp, @Nullable Ordinal ordinal, Draft draft)
            throws Turned {
        draft.key = key;
        draft.bodyHash = Fingerprints.body(key, call.operation(), call.path(), call.account(), call.parameters());
        Keyed keyed = new Keyed(key, key, fromApp, ordinal, null);
        Prior prior = actions.prior(key, draft.bodyHash, draft.at, call.vendor().keyMemory());
        if (prior instanceof Prior.Expired expired) {
            throw new Turned(
                    409,
                    "bursar_key_expired",
                    "this action was already carried out at " + expired.first() + made(expired.objectId())
                            + "; the vendor no longer remembers its key, so repeating it could do it twice");
        }
        if (prior instanceof Prior.Drifted drifted) {
            if (call.caller().idempotency().drift() == IdempotencySettings.Drift.REPLAY && drifted.reply() != null) {
                Answer first = new Answer(
                        drifted.reply().status(),
                        drifted.reply().headers(),
                        drifted.reply().body());
                return new Keyed(key, key, fromApp, ordinal, first);
            }
            throw new Turned(
                    409,
                    "bursar_drift",
                    "the same action was already asked for in this run with other parameters" + made(drifted.objectId())
                            + "; it is not done a second time");
        }
        return keyed;
    }

    private static boolean printable(int character) {
        return character >= ' ' && character <= '~';
    }

    private static String made(@Nullable String objectId) {
        return objectId == null ? "" : " and made `" + objectId + "`";
    }
}
