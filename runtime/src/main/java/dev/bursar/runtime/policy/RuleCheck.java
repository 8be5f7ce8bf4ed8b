// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request held against the rules of its caller, one at a time. */
final class RuleCheck {

    /** The parameter that a condition names to mean what the call moves, wherever the vendor's request states it. */
    static final String AMOUNT = "amount";

    private static final int FORBIDDEN = 403;

    private final CallerPolicy caller;
    private final Parameters parameters;
    private final Charge charge;
    private final MinorUnits units;

    RuleCheck(CallerPolicy caller, Parameters parameters, Charge charge, MinorUnits units) {
        this.caller = caller;
        this.parameters = parameters;
        this.charge = charge;
        this.units = units;
    }

    /**
     * @param failures how many of the rule's demands are not met: 0 if allowed
     */
    record Outcome(Verdict verdict, int failures) {}

    Outcome apply(Rule rule, Operation operation) {
        String unreadable = parameters.unreadable();
        if (unreadable != null && (!rule.conditions().isEmpty() || !(charge instanceof Charge.Nothing))) {
            return new Outcome(
                    Decider.refuse(
                            FORBIDDEN,
                            "bursar_body_unreadable",
                            "the body of `" + operation.text() + "` could not be read (" + unreadable
                                    + "), and the rule needs to see it; send a body that can be read",
                            rule.place()),
                    // Nothing could be checked: any other rule that could be is nearer.
                    Integer.MAX_VALUE);
        }
        Verdict.@Nullable Refused first = null;
        int failures = 0;
        for (Map.Entry<String, Condition> entry : rule.conditions().entrySet()) {
            Verdict.Refused refused = condition(entry.getKey(), entry.getValue());
            if (refused != null) {
                failures++;
                first = first == null ? refused : first;
            }
        }
        if (first != null) {
            return new Outcome(first, failures);
        }
        Verdict verdict = hold(rule, operation);
        return new Outcome(verdict, verdict instanceof Verdict.Allowed ? 0 : 1);
    }

    private Verdict.@Nullable Refused condition(String name, Condition condition) {
        if (name.contains(ParameterNames.ANY_INDEX)) {
            if (condition.required() && !ParameterNames.anyMatches(name, parameters)) {
                return missing(name, condition);
            }
            for (String each : parameters.values().keySet()) {
                if (ParameterNames.matches(name, each)) {
                    Verdict.Refused refused =
                            condition.forbidden() ? forbidden(each, condition) : values(each, condition);
                    if (refused != null) {
                        return refused;
                    }
                } else if (ParameterNames.matchesNestedIn(name, each)) {
                    return condition.forbidden() ? forbidden(each, condition) : nested(name, condition);
                }
            }
            return null;
        }
        boolean present = parameters.hasAny(name);
        if (condition.forbidden()) {
            return present ? forbidden(name, condition) : null;
        }
        if (!present && condition.required()) {
            return missing(name, condition);
        }
        if (name.equals(AMOUNT)) {
            Verdict.Refused refused = chargeWithin(condition);
            if (refused != null) {
                return refused;
            }
        }
        return present ? values(name, condition) : null;
    }

    /** What one present parameter's value must satisfy. */
    private Verdict.@Nullable Refused values(String name, Condition condition) {
        String value = parameters.value(name);
        if (value == null || ParameterNames.hasNested(name, parameters)) {
            return nested(name, condition);
        }
        if (parameters.isRepeated(name)) {
            return Decider.refuse(
                    FORBIDDEN,
                    "bursar_parameter_repeated",
                    "`" + Decider.shown(name)
                            + "` is given more than once, and the rule can judge only one value; give it once",
                    condition.place());
        }
        if (condition.required() && value.isEmpty()) {
            return missing(name, condition);
        }
        String like = condition.like();
        if (like != null && !Glob.matches(like, value)) {
            return Decider.refuse(
                    FORBIDDEN,
                    "bursar_parameter_not_allowed",
                    "`" + Decider.shown(name) + "` must be like `" + like + "` for `" + caller.name()
                            + "`; send one that is, or stop and report",
                    condition.place());
        }
        Money max = condition.max();
        return max == null ? null : within(name, value, max, condition);
    }

    private Verdict.@Nullable Refused within(String name, String value, Money max, Condition condition) {
        Long minor = minorUnits(value);
        if (minor == null) {
            return unknownAmount(
                    "`" + Decider.shown(name)
                            + "` is not a whole, non-negative number of the currency's smallest unit; send one",
                    condition.place());
        }
        if (!(charge instanceof Charge.Stated) && parameters.isRepeated("currency")) {
            return unknownAmount("`currency` is given more than once; give it once", condition.place());
        }
        String currency = requestCurrency();
        Money amount = units.toMoney(minor, currency == null ? max.currency() : currency);
        if (amount == null) {
            return unknownAmount(
                    "`" + Decider.shown(name) + "` cannot be read as an amount of `"
                            + Decider.shown(currency == null ? max.currency() : currency)
                            + "`; send another amount or currency",
                    condition.place());
        }
        return compare(name, amount, max, condition);
    }

    /** The condition on {@code amount} also binds what the vendor's own table says the call moves. */
    private Verdict.@Nullable Refused chargeWithin(Condition condition) {
        Money max = condition.max();
        if (max == null) {
            return null;
        }
        if (charge instanceof Charge.Stated stated) {
            return compare(AMOUNT, stated.most(), max, condition);
        }
        if (charge instanceof Charge.StatedWithoutCurrency stated) {
            Money amount = units.toMoney(stated.minorUnits(), max.currency());
            return amount == null
                    ? unknownAmount(
                            "the amount cannot be read in `" + max.currency()
                                    + "`, the currency of the rule; send another amount",
                            condition.place())
                    : compare(AMOUNT, amount, max, condition);
        }
        return null;
    }

    private Verdict.@Nullable Refused compare(String name, Money amount, Money max, Condition condition) {
        if (!amount.currency().equals(max.currency())) {
            return Decider.refuse(
                    FORBIDDEN,
                    "bursar_currency_not_allowed",
                    "`" + Decider.shown(name) + "` is in `" + amount.currency() + "`; the rule allows `"
                            + max.currency() + "` alone; use that currency, or stop and report",
                    condition.place());
        }
        if (amount.micros() > max.micros()) {
            return Decider.refuse(
                    FORBIDDEN,
                    "bursar_amount_too_large",
                    "`" + Decider.shown(name) + "` is " + Decider.of(amount) + "; `" + caller.name()
                            + "` may state at most " + Decider.of(max)
                            + "; ask for no more, or stop and report, do not split it into several calls",
                    condition.place());
        }
        return null;
    }

    /** What is to be held, or why it cannot be known. */
    private Verdict hold(Rule rule, Operation operation) {
        if (charge instanceof Charge.Nothing) {
            return new Verdict.Allowed(rule, null);
        }
        if (charge instanceof Charge.Stated stated) {
            return holding(rule, stated.most());
        }
        if (charge instanceof Charge.StatedWithoutCurrency stated) {
            String currency = ruleCurrency(rule);
            currency = currency == null ? Decider.capCurrency(caller) : currency;
            if (currency == null) {
                return unknownAmount(
                        "`" + operation.text()
                                + "` states an amount without a currency, and neither the rule nor the caps of `"
                                + caller.name() + "` name one; give the rule `amount: {max: ...}`",
                        rule.place());
            }
            Money amount = units.toMoney(stated.minorUnits(), currency);
            return amount == null
                    ? unknownAmount(
                            "the amount cannot be read in `" + currency + "`; send another amount", rule.place())
                    : holding(rule, amount);
        }
        if (charge instanceof Charge.Unstated unstated) {
            Money assume = assumed(rule);
            return assume == null
                    ? unknownAmount(
                            "`" + operation.text() + "` moves money and its request does not say how much ("
                                    + unstated.why() + "); state the amount, or give the rule `amount: {assume: ...}`",
                            rule.place())
                    : holding(rule, assume);
        }
        if (charge instanceof Charge.Malformed malformed) {
            return unknownAmount("the amount cannot be read: " + malformed.why() + "; send one that can", rule.place());
        }
        throw new IllegalStateException("unknown kind of charge");
    }

    private Verdict holding(Rule rule, Money amount) {
        if (amount.micros() < 0) {
            return unknownAmount("the amount is negative; send one that is not", rule.place());
        }
        if (!Decider.isCapped(caller, amount.currency())) {
            return Decider.refuse(
                    FORBIDDEN,
                    "bursar_currency_not_capped",
                    "`" + caller.name() + "` has no cap in `" + amount.currency()
                            + "`, so what it moves there would not be counted; use a currency it has a cap in, or"
                            + " add a cap in this one",
                    caller.place());
        }
        return new Verdict.Allowed(rule, amount);
    }

    private @Nullable String requestCurrency() {
        if (charge instanceof Charge.Stated stated) {
            return stated.most().currency();
        }
        String currency = parameters.value("currency");
        return currency == null || currency.isEmpty() ? null : currency;
    }

    private static @Nullable String ruleCurrency(Rule rule) {
        Condition amount = rule.conditions().get(AMOUNT);
        if (amount != null && amount.max() != null) {
            return amount.max().currency();
        }
        String only = null;
        for (Condition condition : rule.conditions().values()) {
            Money max = condition.max();
            if (max != null) {
                if (only != null && !only.equals(max.currency())) {
                    return null;
                }
                only = max.currency();
            }
        }
        return only;
    }

    private static @Nullable Money assumed(Rule rule) {
        for (Condition condition : rule.conditions().values()) {
            if (condition.assume() != null) {
                return condition.assume();
            }
        }
        return null;
    }

    /** {@code null} for anything but a plain non-negative integer. */
    private static @Nullable Long minorUnits(String value) {
        int length = value.length();
        if (length == 0 || length > 18) {
            return null;
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                return null;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }

    private Verdict.Refused forbidden(String name, Condition condition) {
        return Decider.refuse(
                FORBIDDEN,
                "bursar_parameter_not_allowed",
                "`" + Decider.shown(name) + "` is forbidden for `" + caller.name() + "`; leave it out",
                condition.place());
    }

    private Verdict.Refused missing(String name, Condition condition) {
        return Decider.refuse(
                FORBIDDEN,
                "bursar_parameter_required",
                "`" + name + "` is required of `" + caller.name() + "`; state it",
                condition.place());
    }

    private static Verdict.Refused nested(String name, Condition condition) {
        return Decider.refuse(
                FORBIDDEN,
                "bursar_parameter_not_allowed",
                "`" + Decider.shown(name) + "` must be one plain value here, not a list or a group; send one",
                condition.place());
    }

    private static Verdict.Refused unknownAmount(String message, Place place) {
        return Decider.refuse(FORBIDDEN, "bursar_amount_unknown", message, place);
    }
}
