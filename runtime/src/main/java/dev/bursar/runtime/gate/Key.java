// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.Answer;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.idempotency.Actions;
import dev.bursar.runtime.idempotency.Fingerprints;
import dev.bursar.runtime.idempotency.Keys;
import dev.bursar.runtime.idempotency.Prior;
import dev.bursar.runtime.idempotency.StoredReply;
import dev.bursar.runtime.policy.IdempotencySettings;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The stage that gives an action its key, and tells a repeat from the same action in other words. */
final class Key {

    /** The longest key Stripe takes; a longer one would only be refused there, and fill the journal here. */
    private static final int LONGEST = 255;

    private final Carriers live = new Carriers();
    private final Carriers rehearsed = new Carriers();

    /** @param passage told at once of what must be put back if the call is refused, here or later */
    Keyed key(Identified call, Actions actions, Draft draft, Passage passage) throws Turned {
        Carriers carriers = call.mode() == Mode.REHEARSE ? rehearsed : live;
        if (!call.vendor().isKeyed(call.operation())) {
            Carriers.Share share = carriers.join(draft.call);
            passage.share = share;
            return new Keyed(draft.call, null, false, true, null, share, null);
        }
        IdempotencySettings settings = call.caller().idempotency();
        String appKey = call.headers().get(call.vendor().keyHeader().toLowerCase(Locale.ROOT));
        boolean fromApp = appKey != null && !appKey.isBlank() && settings.appKeys() == IdempotencySettings.AppKeys.KEEP;
        if (fromApp && !isUsable(Objects.requireNonNull(appKey))) {
            throw new Turned(
                    400,
                    "bursar_key_invalid",
                    "the idempotency key that the application set is not one to " + LONGEST
                            + " printable ASCII characters, so the call is not sent");
        }
        String key = fromApp ? Objects.requireNonNull(appKey) : own(call, settings, actions, passage);
        String name = fromApp ? Keys.ofApplication(call.caller().name(), key) : key;
        Carriers.Share share = carriers.join(name);
        passage.share = share;
        draft.key = name;
        draft.bodyHash = Fingerprints.body(name, call.operation(), call.path(), call.account(), call.parameters());

        Prior prior =
                actions.prior(name, draft.bodyHash, draft.at, call.vendor().keyMemory());
        Answer replay = null;
        if (prior instanceof Prior.Expired expired) {
            throw new Turned(
                    409,
                    "bursar_key_expired",
                    "this action was first sent at " + expired.first() + made(expired.objectId())
                            + "; the vendor no longer remembers its key, so repeating it could do it twice; look up what became of"
                            + " it, and do not retry");
        }
        if (prior instanceof Prior.Drifted drifted) {
            replay = replay(settings, fromApp, drifted);
        }
        return new Keyed(name, key, fromApp, prior instanceof Prior.Fresh, passage.ordinal, share, replay);
    }

    private static String own(Identified call, IdempotencySettings settings, Actions actions, Passage passage) {
        String fingerprint = fingerprint(call);
        int n = 0;
        if (settings.repeats() == IdempotencySettings.Repeats.DISTINCT) {
            passage.ordinal = Ordinal.take(call.scope(), fingerprint);
            n = passage.ordinal.n();
        }
        return actions.key(call.root(), call.caller().name(), fingerprint, n);
    }

    static String fingerprint(Identified call) {
        return Fingerprints.identity(
                call.operation(),
                call.path(),
                call.account(),
                call.parameters(),
                call.caller().idempotency().same(),
                call.vendor().reworded());
    }

    /** A key of the application says nothing of what it stands for, so that other words under it may well be another action. */
    private static Answer replay(IdempotencySettings settings, boolean fromApp, Prior.Drifted drifted) throws Turned {
        StoredReply reply = drifted.reply();
        if (settings.drift() == IdempotencySettings.Drift.REPLAY && !fromApp && reply != null) {
            return new Answer(reply.status(), reply.headers(), reply.body());
        }
        throw new Turned(
                409,
                "bursar_drift",
                (fromApp
                                ? "the idempotency key of this call was already used with other parameters"
                                : "the same action was already asked for in this run with other parameters")
                        + made(drifted.objectId()) + "; it is not done a second time; "
                        + (drifted.objectId() == null
                                ? "repeat it exactly as it was, or stop and report"
                                : "go on with what was made, do not retry"));
    }

    private static boolean isUsable(String key) {
        return key.length() <= LONGEST && key.chars().allMatch(Key::printable);
    }

    private static boolean printable(int character) {
        return character >= ' ' && character <= '~';
    }

    private static String made(@Nullable String objectId) {
        return objectId == null ? "" : " and made `" + objectId + "`";
    }
}
