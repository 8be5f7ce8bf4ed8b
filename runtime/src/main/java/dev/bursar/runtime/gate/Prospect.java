// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Origin;
import dev.bursar.runtime.call.Parameters;
import dev.bursar.runtime.credential.CredentialException;
import dev.bursar.runtime.idempotency.Keys;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.Decider;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.policy.Verdict;
import dev.bursar.runtime.vendor.Lookup;
import dev.bursar.runtime.vendor.Vendor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be done about one unsettled hold, now. Every reason not to do a thing is a sentence of its own; without one, and only then, it is done.
 *
 * @param vendor {@code null} if it is none that is built in
 * @param operation {@code null} if the vendor has none such
 * @param kept the request; {@code null} if it is not to be had
 * @param lookup where the vendor tells afterwards; {@code null} if nowhere
 * @param notRepeated why it cannot be repeated; {@code null} if it can
 * @param notRead why it cannot be looked up; {@code null} if it can
 */
record Prospect(
        @Nullable Vendor vendor,
        @Nullable Operation operation,
        @Nullable KeptRequest kept,
        @Nullable Lookup lookup,
        @Nullable String notRepeated,
        @Nullable String notRead) {

    /** A clock that stands before the first call by more than this knows nothing of its age. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    Way way() {
        if (notRepeated == null) {
            return new Way(Way.Kind.REPEAT, "");
        }
        return notRead == null
                ? new Way(Way.Kind.READ, notRepeated)
                : new Way(Way.Kind.NONE, notRepeated.equals(notRead) ? notRepeated : notRepeated + "; " + notRead);
    }

    /** @param policy {@code null}: none is known, and then only what the journal itself says is asked */
    static Prospect of(Unsettled hold, @Nullable Policy policy, List<Vendor> vendors, Sealing sealing, Instant now) {
        Entry first = hold.first();
        Vendor vendor = null;
        for (Vendor each : vendors) {
            vendor = each.name().equals(first.vendor()) ? each : vendor;
        }
        Operation operation = vendor == null ? null : operation(vendor, first.operation());
        if (vendor == null || operation == null) {
            String why = "this version of bursar does not know its operation";
            return new Prospect(vendor, null, null, null, why, why);
        }
        String barred = policy == null ? null : barred(hold, policy, now);
        Lookup lookup = vendor.lookup(operation, hold.since(), hold.until(), now);
        String notRead = barred != null
                ? barred
                : first.key() == null || lookup == null
                        ? vendor.name() + " keeps nothing that proves what became of it"
                        : null;
        KeptRequest kept = null;
        String notRepeated = barred;
        Entry sealed = hold.sealed();
        if (sealed == null) {
            notRepeated = notRepeated != null ? notRepeated : notKept(hold);
        } else if (policy != null) {
            try {
                kept = sealing.open(sealed);
            } catch (CredentialException e) {
                notRepeated = notRepeated != null ? notRepeated : "the request cannot be repeated: " + e.getMessage();
            }
        }
        if (notRepeated == null) {
            notRepeated = aged(hold, vendor, now);
        }
        if (notRepeated == null && !vendor.isKeyed(operation)) {
            notRepeated = "a repeat would do it twice: " + vendor.name() + " takes no key for it";
        }
        if (notRepeated == null && policy != null) {
            notRepeated = kept == null
                    ? "its request is not to be had"
                    : notAllowed(hold, kept, vendor, operation, policy, vendors, now);
        }
        return new Prospect(vendor, operation, kept, lookup, notRepeated, notRead);
    }

    private static String notKept(Unsettled hold) {
        String reason = hold.first().reason();
        return reason != null && reason.startsWith("not sealed")
                ? "its request was " + reason
                : "its request was not kept, which `seal` in the policy does";
    }

    private static @Nullable Operation operation(Vendor vendor, @Nullable String text) {
        int space = text == null ? -1 : text.indexOf(' ');
        return text == null || space < 0 ? null : vendor.written(text.substring(0, space), text.substring(space + 1));
    }

    /** Why the vendor may have forgotten the key, so that a repeat would be a new request. */
    private static @Nullable String aged(Unsettled hold, Vendor vendor, Instant now) {
        if (now.isBefore(hold.until().minus(SKEW))) {
            return "the clock stands before the call, so the age of its key is not known";
        }
        Duration memory = vendor.keyMemory();
        return Duration.between(hold.since(), now).compareTo(memory) < 0
                ? null
                : "its key is older than " + memory.toHours() + " h, so " + vendor.name()
                        + " may have forgotten it and do it a second time";
    }

    /** Why nothing may be sent for its callers at all. */
    private static @Nullable String barred(Unsettled hold, Policy policy, Instant now) {
        List<String> names = names(hold);
        for (String name : names) {
            CallerPolicy caller = policy.callers().get(name);
            if (caller == null) {
                return "the policy has no caller `" + name + "` any more";
            }
            if (caller.revoked()) {
                return "`" + name + "` is revoked";
            }
            Instant expires = caller.expires();
            if (expires != null && !now.isBefore(expires)) {
                return "`" + name + "` has expired";
            }
            Mode mode = caller.mode() == null ? policy.mode() : caller.mode();
            if (mode != Mode.ENFORCE) {
                return "`" + name + "` is in mode `" + mode.word() + "`, in which nothing is sent for it";
            }
        }
        CallerPolicy own = policy.callers().get(hold.caller());
        return own == null || own.credential() == null ? "`" + hold.caller() + "` has no `credential`" : null;
    }

    /** The caller and those around it. */
    private static List<String> names(Unsettled hold) {
        List<String> names = new ArrayList<>(List.of(hold.caller()));
        hold.first().outer().forEach(outer -> names.add(outer.caller()));
        return names;
    }

    /** Why this very request may not be sent, today and there. */
    private static @Nullable String notAllowed(
            Unsettled hold,
            KeptRequest kept,
            Vendor vendor,
            Operation operation,
            Policy policy,
            List<Vendor> vendors,
            Instant now) {
        Origin origin = kept.origin();
        if (new Vendors(vendors, policy).at(origin) != vendor) {
            return "it went to " + origin + ", which is not among the hosts of `" + vendor.name() + "` in the policy";
        }
        if (!operation.equals(vendor.operation(kept.method(), kept.uri().getRawPath()))) {
            return "what was kept is not the request of this call";
        }
        if (!kept.key().equals(hold.key())
                && !Keys.ofApplication(hold.caller(), kept.key()).equals(hold.key())) {
            return "what was kept carries another key";
        }
        Parameters parameters = parameters(kept, vendor, operation);
        for (String name : names(hold)) {
            CallerPolicy caller = policy.callers().get(name);
            Verdict verdict = caller == null
                    ? null
                    : Decider.decide(
                            policy,
                            caller,
                            operation,
                            parameters,
                            Decide.charge(vendor.cost(operation, parameters)),
                            vendor::money,
                            vendor.account(kept.headers()),
                            now);
            if (!(verdict instanceof Verdict.Allowed)) {
                return "the policy does not allow it any more ("
                        + (verdict instanceof Verdict.Refused refused
                                ? refused.refusal().code()
                                : "no caller `" + name + "`")
                        + ")";
            }
        }
        return null;
    }

    static Parameters parameters(KeptRequest kept, Vendor vendor, Operation operation) {
        Map<String, String> headers = kept.headers();
        return vendor.parameters(operation, kept.uri().getRawQuery(), headers.get("content-type"), kept.body(), null);
    }
}
