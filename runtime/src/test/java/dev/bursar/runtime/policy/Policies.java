// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Policies of the tests, written short. Lines are those that refusals are expected to name. */
final class Policies {

    static final Operation CHARGE = new Operation("stripe", "POST", "/v1/charges");
    static final Operation REFUND = new Operation("stripe", "POST", "/v1/refunds");
    static final Operation CUSTOMER = new Operation("stripe", "GET", "/v1/customers/{customer}");

    private Policies() {}

    static Place line(int line) {
        return new Place("bursar.yaml", line, 1);
    }

    static MethodPattern method(String text) {
        int hash = text.indexOf('#');
        return new MethodPattern(text.substring(0, hash), text.substring(hash + 1), line(1));
    }

    static Policy policy(CallerPolicy... callers) {
        return policy(List.of(), callers);
    }

    static Policy policy(List<Binding> rehearsals, CallerPolicy... callers) {
        Map<String, CallerPolicy> byName = new LinkedHashMap<>();
        for (CallerPolicy caller : callers) {
            byName.put(caller.name(), caller);
        }
        return new Policy(
                Path.of("bursar.yaml"),
                "hash",
                Mode.ENFORCE,
                ZoneOffset.UTC,
                Path.of("/state"),
                byName,
                Map.of(),
                new Rehearsing(rehearsals, Set.of(), Map.of()),
                Keeping.DEFAULT,
                Watching.DEFAULT);
    }

    static Caller caller(String name) {
        return new Caller(name);
    }

    static Rule rule(int line, Operation operation, Map<String, Condition> conditions) {
        return new Rule(operation.text(), line(line), Set.of(operation), conditions);
    }

    static Condition max(int line, String amount) {
        return new Condition(Money.parse(amount), null, false, false, null, line(line));
    }

    static Condition like(int line, String glob) {
        return new Condition(null, glob, false, false, null, line(line));
    }

    static Condition required(int line) {
        return new Condition(null, null, true, false, null, line(line));
    }

    static Condition forbidden(int line) {
        return new Condition(null, null, false, true, null, line(line));
    }

    static Condition assume(int line, String amount) {
        return new Condition(null, null, false, false, Money.parse(amount), line(line));
    }

    /** A caller in the making. */
    static final class Caller {

        private final String name;
        private final List<Binding> is = new ArrayList<>();
        private final List<RunPattern> runs = new ArrayList<>();
        private final List<MethodPattern> attempts = new ArrayList<>();
        private final List<Rule> allow = new ArrayList<>();
        private final List<Cap> caps = new ArrayList<>();
        private @Nullable String account;
        private @Nullable Instant expires;
        private boolean revoked;

        private Caller(String name) {
            this.name = name;
        }

        Caller type(String type) {
            is.add(new Binding.OfClass(type, line(1)));
            return this;
        }

        Caller pack(String name, boolean below) {
            is.add(new Binding.OfPackage(name, below, line(1)));
            return this;
        }

        Caller annotation(String type, @Nullable String value) {
            is.add(new Binding.OfAnnotation(type, value, line(1)));
            return this;
        }

        Caller onMethod(String text) {
            is.add(new Binding.OfMethod(method(text)));
            return this;
        }

        Caller run(String text, @Nullable String id) {
            runs.add(new RunPattern(method(text), id));
            return this;
        }

        Caller attempt(String text) {
            attempts.add(method(text));
            return this;
        }

        Caller allow(Rule... rules) {
            allow.addAll(List.of(rules));
            return this;
        }

        Caller cap(Cap... more) {
            caps.addAll(List.of(more));
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

        CallerPolicy done() {
            return new CallerPolicy(
                    name,
                    line(9),
                    is,
                    runs,
                    attempts,
                    "env:KEY",
                    null,
                    account,
                    expires,
                    revoked,
                    null,
                    allow,
                    caps,
                    List.of(),
                    IdempotencySettings.DEFAULT);
        }
    }
}
