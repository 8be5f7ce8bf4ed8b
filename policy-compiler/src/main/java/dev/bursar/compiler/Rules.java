// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.policy.Condition;
import dev.bursar.runtime.policy.Place;
import dev.bursar.runtime.policy.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code allow}: operations and permission words, with conditions. */
final class Rules {

    private static final List<String> CONDITION_WORDS = List.of("max", "like", "required", "forbidden", "assume");
    private static final String EXAMPLE = "POST /v1/charges";

    private final Problems problems;
    private final Values values;
    private final Catalogue catalogue;

    Rules(Problems problems, Catalogue catalogue) {
        this.problems = problems;
        this.values = new Values(problems);
        this.catalogue = catalogue;
    }

    List<Rule> read(Fields caller) {
        List<Rule> rules = new ArrayList<>();
        for (Node node : caller.list("allow", EXAMPLE)) {
            Rule rule = rule(node);
            if (rule != null) {
                rules.add(rule);
            }
        }
        refuseIdle(rules);
        return List.copyOf(rules);
    }

    private @Nullable Rule rule(Node node) {
        if (node instanceof Node.Scalar scalar && !scalar.isNull()) {
            Set<Operation> operations = operations(scalar.text(), scalar.place());
            return operations == null ? null : new Rule(scalar.text(), scalar.place(), operations, Map.of());
        }
        if (node instanceof Node.Mapping group && group.entries().size() == 1) {
            Node.Entry entry = group.entries().get(0);
            Set<Operation> operations = operations(entry.key(), entry.place());
            Map<String, Condition> conditions = conditions(entry);
            return operations == null ? null : new Rule(entry.key(), entry.place(), operations, conditions);
        }
        problems.add(
                node.place(),
                node instanceof Node.Mapping
                        ? "each rule is an item of its own: begin each operation with `- ` and indent its conditions below it"
                        : "each item of `allow` is an operation such as `" + EXAMPLE
                                + "` or a permission such as `charges:read`; found " + node.shown());
        return null;
    }

    private @Nullable Set<Operation> operations(String text, Place place) {
        int space = text.indexOf(' ');
        if (space > 0 && text.substring(space).strip().startsWith("/")) {
            return operation(
                    text, text.substring(0, space), text.substring(space).strip(), place);
        }
        Set<Operation> permitted = catalogue.permission(text);
        if (permitted != null && !permitted.isEmpty()) {
            return permitted;
        }
        problems.add(
                place,
                Words.quoted(text)
                        + (text.contains(":") && space < 0
                                ? " is no permission of `" + catalogue.vendor() + "`"
                                        + Words.didYouMean(text, catalogue.permissions())
                                : " is neither an operation such as `" + EXAMPLE
                                        + "` nor a permission such as `charges:read`"
                                        + Words.didYouMean(text, operationsAndPermissions())));
        return null;
    }

    /** The one operation that {@code text} names; {@code null} if it names none, which is told. */
    @Nullable
    Operation operation(String text, Place place) {
        int space = text.indexOf(' ');
        if (space > 0 && text.substring(space).strip().startsWith("/")) {
            Set<Operation> one = operation(
                    text, text.substring(0, space), text.substring(space).strip(), place);
            return one == null ? null : one.iterator().next();
        }
        problems.add(
                place,
                Words.quoted(text) + " is no operation such as `" + EXAMPLE + "`"
                        + Words.didYouMean(text, operationTexts()));
        return null;
    }

    private @Nullable Set<Operation> operation(String text, String method, String path, Place place) {
        Operation operation = catalogue.written(method, path.replaceAll("/\\*(?=/|$)", "/{any}"));
        if (operation != null) {
            return Set.of(operation);
        }
        Operation concrete = catalogue.operation(method, path);
        if (concrete != null) {
            problems.add(
                    place,
                    Words.quoted(text) + " names one object; a rule names an operation: `" + concrete.text() + "`");
            return null;
        }
        problems.add(
                place,
                Words.quoted(text) + " is no operation of `" + catalogue.vendor() + "`"
                        + Words.didYouMean(method.toUpperCase(Locale.ROOT) + " " + path, operationTexts()));
        return null;
    }

    private List<String> operationTexts() {
        List<String> texts = new ArrayList<>();
        catalogue.operations().forEach(operation -> texts.add(operation.text()));
        texts.sort(null);
        return texts;
    }

    private List<String> operationsAndPermissions() {
        List<String> texts = operationTexts();
        texts.addAll(catalogue.permissions());
        return texts;
    }

    private Map<String, Condition> conditions(Node.Entry rule) {
        if (!(rule.value() instanceof Node.Mapping group) || group.entries().isEmpty()) {
            problems.add(
                    rule.value().place(),
                    Words.quoted(rule.key())
                            + " is followed by `:` and so has conditions, such as `amount: {max: 200.00 USD}`; found "
                            + (rule.value() instanceof Node.Mapping
                                    ? "none"
                                    : rule.value().shown()));
            return Map.of();
        }
        Map<String, Condition> conditions = new LinkedHashMap<>();
        Place assumed = null;
        for (Node.Entry entry : group.entries()) {
            Condition condition = condition(entry);
            if (condition == null) {
                continue;
            }
            if (condition.assume() != null) {
                if (assumed != null) {
                    problems.add(
                            entry.place(),
                            "this rule assumes an amount already at line " + assumed.line() + "; keep one");
                }
                assumed = entry.place();
            }
            conditions.put(entry.key(), condition);
        }
        return Collections.unmodifiableMap(conditions);
    }

    private @Nullable Condition condition(Node.Entry entry) {
        Place place = entry.place();
        if (!entry.key().matches("[A-Za-z_][A-Za-z0-9_.-]*(\\[(\\*|[A-Za-z0-9_.-]*)])*")) {
            problems.add(
                    place,
                    Words.quoted(entry.key()) + " is not a parameter such as `amount`, `transfer_data[destination]` or "
                            + "`items[*][price]`");
            return null;
        }
        if (entry.value() instanceof Node.Scalar scalar) {
            if (scalar.text().equals("forbidden") || scalar.text().equals("required")) {
                boolean forbidden = scalar.text().equals("forbidden");
                return new Condition(null, null, !forbidden, forbidden, null, place);
            }
            problems.add(
                    scalar.isNull() ? place : scalar.place(),
                    scalar.shown() + " is no condition; write `forbidden`, `required`, or a group such as `{like: "
                            + (scalar.isNull()
                                    ? "\"cus_*\""
                                    : "\"" + Words.quoted(scalar.text()).replace("`", "") + "\"")
                            + "}`");
            return null;
        }
        if (!(entry.value() instanceof Node.Mapping group)) {
            problems.add(
                    entry.value().place(),
                    "the condition on `" + entry.key() + "` is a group such as `{max: 200.00 USD}`; found "
                            + entry.value().shown());
            return null;
        }
        return condition(place, new Fields(problems, group, "a condition", CONDITION_WORDS, List.of()));
    }

    private @Nullable Condition condition(Place place, Fields fields) {
        Money max = amount(fields, "max");
        Money assume = amount(fields, "assume");
        Node.Scalar like = fields.scalar("like", "cus_*");
        boolean required = fields.flag("required");
        boolean forbidden = fields.flag("forbidden");
        if (fields.isEmpty()) {
            problems.add(fields.place(), "this condition says nothing; it takes " + Words.choice(CONDITION_WORDS));
            return null;
        }
        if (forbidden && (max != null || like != null || required || assume != null)) {
            problems.add(place, "what is `forbidden` can have no other condition; keep one of them");
            return null;
        }
        if (assume != null && required) {
            problems.add(
                    fields.placeOf("assume"),
                    "`assume` is for an amount left out, and `required` refuses that; keep one");
            return null;
        }
        if (assume != null && max != null) {
            if (!assume.currency().equals(max.currency())) {
                problems.add(fields.placeOf("assume"), "`assume` and `max` are in two currencies; use one");
                return null;
            }
            if (assume.micros() > max.micros()) {
                problems.add(fields.placeOf("assume"), "`assume` is more than `max`; assume at most `" + max + "`");
                return null;
            }
        }
        return new Condition(max, like == null ? null : like.text(), required, forbidden, assume, place);
    }

    private @Nullable Money amount(Fields fields, String key) {
        Node.Scalar scalar = fields.scalar(key, "200.00 USD");
        return scalar == null ? null : values.money(scalar);
    }

    /**
     * Any one rule is enough, so conditions on an operation that another rule allows without any would never bind. Where only reads of a
     * rule are also allowed freely, as by {@code charges:read} beside {@code charges:write}, the conditions are for the rest.
     */
    private void refuseIdle(List<Rule> rules) {
        for (Rule bound : rules) {
            for (Rule free : rules) {
                if (!bound.conditions().isEmpty() && free.conditions().isEmpty()) {
                    Operation idle = idle(bound, free);
                    if (idle != null) {
                        problems.add(
                                bound.place(),
                                "these conditions never bind: " + Words.quoted(free.text()) + " at line "
                                        + free.place().line() + " allows `" + idle.text()
                                        + "` without any; take one of the two out");
                    }
                }
            }
        }
    }

    private static @Nullable Operation idle(Rule bound, Rule free) {
        boolean all = free.operations().containsAll(bound.operations());
        for (Operation operation : bound.operations()) {
            if (free.operations().contains(operation)
                    && (all || !operation.method().equals("GET"))) {
                return operation;
            }
        }
        return null;
    }
}
