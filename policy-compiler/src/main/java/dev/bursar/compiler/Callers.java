// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.policy.Binding;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.IdempotencySettings;
import dev.bursar.runtime.policy.IdempotencySettings.AppKeys;
import dev.bursar.runtime.policy.IdempotencySettings.Drift;
import dev.bursar.runtime.policy.IdempotencySettings.NearDuplicates;
import dev.bursar.runtime.policy.IdempotencySettings.Repeats;
import dev.bursar.runtime.policy.MethodPattern;
import dev.bursar.runtime.policy.Place;
import dev.bursar.runtime.policy.RunPattern;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code callers}: each by itself, then what no two may share. */
final class Callers {

    private static final List<String> WORDS = List.of(
            "is",
            "runs",
            "attempts",
            "credential",
            "vault_key",
            "account",
            "expires",
            "revoked",
            "mode",
            "vendor",
            "allow",
            "caps",
            "alerts",
            "idempotency");
    private static final List<String> NOT_YET = List.of("labels");

    private final Problems problems;
    private final Catalogue catalogue;
    private final Path directory;
    private final Mode policyMode;
    private final Values values;
    private final Bindings bindings;
    private final Map<String, Place> credentials = new LinkedHashMap<>();
    private final Map<String, Place> vaultKeys = new HashMap<>();

    Callers(Problems problems, Catalogue catalogue, Path directory, Mode policyMode) {
        this.problems = problems;
        this.catalogue = catalogue;
        this.directory = directory;
        this.policyMode = policyMode;
        this.values = new Values(problems);
        this.bindings = new Bindings(problems);
    }

    Map<String, CallerPolicy> read(Node.Mapping group) {
        Map<String, CallerPolicy> callers = new LinkedHashMap<>();
        for (Node.Entry entry : group.entries()) {
            if (!entry.key().matches("[A-Za-z][A-Za-z0-9_-]{0,62}")) {
                problems.add(
                        entry.place(),
                        Words.quoted(entry.key())
                                + " is not a caller's name: a letter, then up to 62 letters, digits, `-` and `_`");
            }
            if (entry.value() instanceof Node.Mapping caller) {
                callers.put(entry.key(), caller(entry.key(), entry.place(), caller));
            } else {
                problems.add(
                        entry.place(),
                        "the caller " + Words.quoted(entry.key())
                                + " is a group of keys such as `is` and `allow`; found "
                                + entry.value().shown());
            }
        }
        refuseTies(callers);
        return Collections.unmodifiableMap(callers);
    }

    /** Where each caller's credential stands. */
    Map<String, Place> credentials() {
        return Collections.unmodifiableMap(credentials);
    }

    private CallerPolicy caller(String name, Place place, Node.Mapping group) {
        Fields fields = new Fields(problems, group, "the caller " + Words.quoted(name), WORDS, NOT_YET);
        Node.Scalar vendor = fields.scalar("vendor", catalogue.vendor());
        if (vendor != null && !vendor.text().equals(catalogue.vendor())) {
            fields.notYet(vendor.place(), "vendor: " + vendor.text());
        }
        boolean ours = vendor == null || vendor.text().equals(catalogue.vendor());
        List<Binding> is = is(fields);
        List<RunPattern> runs = bindings.runs(fields);
        List<MethodPattern> attempts = bindings.methods(fields, "attempts");
        boolean revoked = fields.flag("revoked");
        Mode mode = fields.has("mode") ? fields.word("mode", Mode.ENFORCE, Mode.values(), Mode::word) : null;
        if (!fields.has("is") && !fields.has("runs") && !fields.has("vault_key")) {
            problems.add(place, "nobody can be " + Words.quoted(name) + "; add `is`, `runs` or `vault_key`");
        }
        if (!fields.has("allow")) {
            problems.add(place, Words.quoted(name) + " needs `allow`; write `allow: []` to allow nothing");
        }
        if (!fields.has("credential") && !revoked && (mode == null ? policyMode : mode) == Mode.ENFORCE) {
            problems.add(
                    place,
                    Words.quoted(name)
                            + " needs `credential`, or nothing of it can be sent; write `credential: env:NAME` or `mode: rehearse`");
        }
        Node.Scalar expires = fields.scalar("expires", "2027-03-31T00:00:00Z");
        return new CallerPolicy(
                name,
                place,
                is,
                List.copyOf(runs),
                List.copyOf(attempts),
                credential(name, fields),
                vaultKey(fields),
                account(fields),
                expires == null ? null : values.instant(expires),
                revoked,
                mode,
                // Another vendor's operations are not in this catalogue; each would be told as unknown.
                ours ? new Rules(problems, catalogue).read(fields) : List.of(),
                caps(fields),
                new SharesReader(problems).read(fields),
                idempotency(fields));
    }

    private List<Binding> is(Fields fields) {
        List<Binding> is = new ArrayList<>();
        for (Node.Scalar scalar : fields.scalars("is", "com.acme.billing.**")) {
            Binding binding = bindings.binding(scalar);
            if (binding != null) {
                is.add(binding);
            }
        }
        return List.copyOf(is);
    }

    /** What stands there may be a key by mistake, so no message repeats it. */
    private @Nullable String credential(String caller, Fields fields) {
        Node.Scalar scalar = fields.scalar("credential", "env:STRIPE_KEY");
        if (scalar == null || KeyShapes.isIn(scalar.text())) {
            return null;
        }
        credentials.put(caller, scalar.place());
        return new SecretSourceReader(problems, directory)
                .read(
                        scalar,
                        "`credential` names where the key is, never the key itself: `env:STRIPE_KEY` or `file:/run/secrets/stripe`; "
                                + "what stands here is neither");
    }

    private @Nullable String vaultKey(Fields fields) {
        Node.Scalar scalar = fields.scalar("vault_key", "vk_billing");
        if (scalar == null) {
            return null;
        }
        if (!scalar.text().matches("vk_[A-Za-z0-9_-]{1,120}")) {
            problems.add(
                    scalar.place(), "a vault key is `vk_` and then letters, digits, `_` and `-`, such as `vk_billing`");
            return null;
        }
        Place first = vaultKeys.putIfAbsent(scalar.text(), scalar.place());
        if (first != null) {
            problems.add(
                    scalar.place(),
                    scalar.shown() + " is the vault key of another caller at line " + first.line()
                            + "; give each its own");
        }
        return scalar.text();
    }

    private @Nullable String account(Fields fields) {
        Node.Scalar scalar = fields.scalar("account", "acct_1Example");
        if (scalar != null && !scalar.text().matches("acct_[A-Za-z0-9_]{1,60}")) {
            problems.add(scalar.place(), scalar.shown() + " is not a connected account such as `acct_1Example`");
            return null;
        }
        return scalar == null ? null : scalar.text();
    }

    private List<Cap> caps(Fields fields) {
        List<Cap> caps = new ArrayList<>();
        Map<String, Place> seen = new HashMap<>();
        for (Node.Scalar scalar : fields.scalars("caps", "500.00 USD per day")) {
            Cap cap = values.cap(scalar);
            if (cap == null) {
                continue;
            }
            String what =
                    (cap instanceof Cap.OfMoney money ? money.limit().currency().toUpperCase(Locale.ROOT) : "calls")
                            + " per " + cap.window().word();
            Place first = seen.putIfAbsent(what, scalar.place());
            if (first != null) {
                problems.add(
                        scalar.place(),
                        "`" + what + "` is capped already at line " + first.line() + "; keep the smaller");
            }
            caps.add(cap);
        }
        return List.copyOf(caps);
    }

    private IdempotencySettings idempotency(Fields caller) {
        Node.Mapping group = caller.group("idempotency");
        if (group == null) {
            return IdempotencySettings.DEFAULT;
        }
        Fields fields = new Fields(
                problems,
                group,
                "`idempotency`",
                List.of("same", "drift", "app_keys", "repeats", "near_duplicates"),
                List.of());
        List<String> same = null;
        if (fields.has("same")) {
            same = new ArrayList<>();
            for (Node.Scalar scalar : fields.scalars("same", "customer, amount, currency")) {
                if (same.contains(scalar.text())) {
                    problems.add(scalar.place(), scalar.shown() + " stands here twice; keep one");
                }
                same.add(scalar.text());
            }
            if (fields.get("same") instanceof Node.Sequence list && list.items().isEmpty()) {
                problems.add(
                        list.place(),
                        "an empty `same` would make every call to an operation one action; name parameters, or take it out");
            }
            same = List.copyOf(same);
        }
        return new IdempotencySettings(
                same,
                fields.word("drift", Drift.REPLAY, Drift.values(), Callers::lower),
                fields.word("app_keys", AppKeys.KEEP, AppKeys.values(), Callers::lower),
                fields.word("repeats", Repeats.DISTINCT, Repeats.values(), Callers::lower),
                fields.word("near_duplicates", NearDuplicates.MARK, NearDuplicates.values(), Callers::lower));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Two callers that claim the same code equally closely. */
    private void refuseTies(Map<String, CallerPolicy> callers) {
        Map<String, Map.Entry<String, Place>> claimed = new HashMap<>();
        for (CallerPolicy caller : callers.values()) {
            List<Bindings.Claim> claims = new ArrayList<>();
            caller.is().forEach(binding -> claims.add(Bindings.Claim.of(binding)));
            caller.runs().forEach(run -> claims.add(Bindings.Claim.of(run.method())));
            caller.attempts().forEach(method -> claims.add(Bindings.Claim.of(method)));
            for (Bindings.Claim claim : claims) {
                Map.Entry<String, Place> first =
                        claimed.putIfAbsent(claim.key(), Map.entry(caller.name(), claim.place()));
                if (first != null && !first.getKey().equals(caller.name())) {
                    problems.add(
                            claim.place(),
                            Words.quoted(claim.shown()) + " is bound to " + Words.quoted(first.getKey())
                                    + " already at line " + first.getValue().line()
                                    + "; one piece of code has one caller");
                }
            }
        }
    }
}
