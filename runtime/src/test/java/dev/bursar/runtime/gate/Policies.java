// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Fixture;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Origin;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.policy.Binding;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.Condition;
import dev.bursar.runtime.policy.Evaluator;
import dev.bursar.runtime.policy.IdempotencySettings;
import dev.bursar.runtime.policy.IdempotencySettings.AppKeys;
import dev.bursar.runtime.policy.IdempotencySettings.Drift;
import dev.bursar.runtime.policy.IdempotencySettings.NearDuplicates;
import dev.bursar.runtime.policy.IdempotencySettings.Repeats;
import dev.bursar.runtime.policy.Keeping;
import dev.bursar.runtime.policy.MethodPattern;
import dev.bursar.runtime.policy.Place;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.policy.Rehearsing;
import dev.bursar.runtime.policy.Rule;
import dev.bursar.runtime.policy.RunPattern;
import dev.bursar.runtime.policy.Watching;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Policies of the tests, written short. Each caller has one class, {@code com.acme.Name}, with {@code run}, {@code step} and {@code tool}. */
final class Policies {

    private Policies() {}

    static Place line(int line) {
        return new Place("bursar.yaml", line, 1);
    }

    static Policy policy(Mode mode, Caller... callers) {
        return policy(mode, Map.of(), callers);
    }

    static Policy policy(Mode mode, Map<String, List<Origin>> hosts, Caller... callers) {
        return policy(mode, hosts, Set.of(), Map.of(), callers);
    }

    static Policy policy(
            Mode mode,
            Map<String, List<Origin>> hosts,
            Set<Evaluator> except,
            Map<Operation, Fixture> fixtures,
            Caller... callers) {
        Map<String, CallerPolicy> byName = new LinkedHashMap<>();
        for (Caller caller : callers) {
            byName.put(caller.name, caller.done());
        }
        return new Policy(
                Path.of("bursar.yaml"),
                "hash-of-the-policy",
                mode,
                ZoneOffset.UTC,
                Path.of("/state"),
                byName,
                hosts,
                new Rehearsing(
                        List.of(new Binding.OfMethod(new MethodPattern("com.acme.Eval", "main", line(99)))),
                        except,
                        fixtures),
                Keeping.DEFAULT,
                Watching.DEFAULT);
    }

    static Caller caller(String name) {
        return new Caller(name);
    }

    static String type(String caller) {
        return "com.acme." + caller;
    }

    static Condition max(String amount) {
        return new Condition(Money.parse(amount), null, false, false, null, line(12));
    }

    static Condition assume(String amount) {
        return new Condition(null, null, false, false, Money.parse(amount), line(13));
    }

    /** A caller in the making. */
    static final class Caller {

        private final String name;
        private final List<Rule> allow = new ArrayList<>();
        private final List<Cap> caps = new ArrayList<>();
        private List<Integer> alerts = List.of();
        private @Nullable String credential;
        private @Nullable String account;
        private @Nullable Instant expires;
        private @Nullable Mode mode;
        private @Nullable String runId;
        private @Nullable List<String> same;
        private Drift drift = Drift.REPLAY;
        private AppKeys appKeys = AppKeys.KEEP;
        private Repeats repeats = Repeats.DISTINCT;
        private NearDuplicates nearDuplicates = NearDuplicates.MARK;
        private boolean revoked;

        private Caller(String name) {
            this.name = name;
            this.credential = "env:" + name;
        }

        Caller allow(String operation) {
            return allow(operation, Map.of());
        }

        Caller allow(String operation, Map<String, Condition> conditions) {
            int space = operation.indexOf(' ');
            Operation one = new Operation("stripe", operation.substring(0, space), operation.substring(space + 1));
            allow.add(new Rule(operation, line(10 + allow.size()), Set.of(one), conditions));
            return this;
        }

        Caller cap(String amount, Window window) {
            caps.add(new Cap.OfMoney(Money.parse(amount), window));
            return this;
        }

        Caller calls(long limit, Window window) {
            caps.add(new Cap.OfCalls(limit, window));
            return this;
        }

        Caller alerts(Integer... shares) {
            alerts = List.of(shares);
            return this;
        }

        Caller withoutCredential() {
            credential = null;
            return this;
        }

        Caller credential(String source) {
            credential = source;
            return this;
        }

        Caller account(String id) {
            account = id;
            return this;
        }

        Caller expires(Instant when) {
            expires = when;
            return this;
        }

        Caller revoked() {
            revoked = true;
            return this;
        }

        Caller mode(Mode own) {
            mode = own;
            return this;
        }

        /** @param source {@code arg0} or {@code mdc:name} */
        Caller runId(String source) {
            runId = source;
            return this;
        }

        Caller same(String... parameters) {
            same = List.of(parameters);
            return this;
        }

        Caller drift(Drift what) {
            drift = what;
            return this;
        }

        Caller appKeys(AppKeys what) {
            appKeys = what;
            return this;
        }

        Caller repeats(Repeats what) {
            repeats = what;
            return this;
        }

        Caller nearDuplicates(NearDuplicates what) {
            nearDuplicates = what;
            return this;
        }

        private CallerPolicy done() {
            return new CallerPolicy(
                    name,
                    line(5),
                    List.of(new Binding.OfClass(type(name), line(6))),
                    List.of(new RunPattern(new MethodPattern(type(name), "run", line(7)), runId)),
                    List.of(new MethodPattern(type(name), "step", line(8))),
                    credential,
                    "vk_" + name,
                    account,
                    expires,
                    revoked,
                    mode,
                    allow,
                    caps,
                    alerts,
                    new IdempotencySettings(same, drift, appKeys, repeats, nearDuplicates));
        }
    }
}
