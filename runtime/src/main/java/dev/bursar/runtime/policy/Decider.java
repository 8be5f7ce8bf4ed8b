// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import dev.bursar.runtime.call.Refusal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision on one call of one caller. Pure and total: the same arguments give the same verdict, and an error inside is a refusal.
 * Caps are not asked here but for their currencies; what they have left is the ledger's to say.
 */
public final class Decider {

    private static final int FORBIDDEN = 403;
    private static final int UNAUTHORIZED = 401;

    /** So many rules are named in a refusal; the rest are counted. */
    private static final int RULES_NAMED = 12;

    private Decider() {}

    /**
     * The refusal of a call that no caller stands behind.
     *
     * @param why what was looked for and not found, one clause; {@code null} for the usual
     */
    public static Refusal nobody(@Nullable String why) {
        return new Refusal(
                UNAUTHORIZED,
                "bursar_nobody",
                (why == null ? "no caller of the policy stands behind this call" : why)
                        + "; bind the calling class under a caller's `is`, or present that caller's vault key",
                null);
    }

    /**
     * @param operation {@code null} if the vendor has no such operation; it is then refused like any that is not listed
     * @param parameters everything the request asks for, path parameters left out
     * @param charge what it can move at most
     * @param units how the vendor writes amounts
     * @param account the connected account the request acts for; {@code null} for none
     */
    public static Verdict decide(
            Policy policy,
            CallerPolicy caller,
            @Nullable Operation operation,
            Parameters parameters,
            Charge charge,
            MinorUnits units,
            @Nullable String account,
            Instant now) {
        try {
            return decideUnguarded(caller, operation, parameters, charge, units, account, now);
        } catch (RuntimeException | StackOverflowError e) {
            // The exception's own text may quote the request, so only its kind is told.
            return refuse(
                    FORBIDDEN,
                    "bursar_rule_error",
                    "the rules of `" + caller.name() + "` in " + policy.file().getFileName()
                            + " could not be applied to this call ("
                            + e.getClass().getSimpleName()
                            + "), so it is refused; stop and report",
                    caller.place());
        }
    }

    private static Verdict decideUnguarded(
            CallerPolicy caller,
            @Nullable Operation operation,
            Parameters parameters,
            Charge charge,
            MinorUnits units,
            @Nullable String account,
            Instant now) {
        if (caller.revoked()) {
            return refuse(
                    UNAUTHORIZED,
                    "bursar_revoked",
                    "`" + caller.name() + "` is revoked; nothing is sent for it until the policy says otherwise",
                    caller.place());
        }
        Instant expires = caller.expires();
        if (expires != null && !now.isBefore(expires)) {
            return refuse(
                    UNAUTHORIZED,
                    "bursar_expired",
                    "`" + caller.name() + "` expired at " + expires + "; extend `expires` in the policy to let it call",
                    caller.place());
        }
        if (account != null && !account.equals(caller.account())) {
            String own = caller.account();
            return refuse(
                    FORBIDDEN,
                    "bursar_account_not_allowed",
                    "`" + caller.name() + "` may not act for the connected account `" + shown(account) + "`; "
                            + (own == null
                                    ? "it may act for none; leave the account out, or stop and report"
                                    : "it may act for `" + own + "` alone; act for that one, or stop and report"),
                    caller.place());
        }
        if (operation == null) {
            return notListed(caller, "an operation that the vendor's catalogue does not have");
        }
        return byRules(caller, operation, new RuleCheck(caller, parameters, charge, units));
    }

    /** Allowed if any one rule for the operation holds; else the refusal of the rule that came nearest. */
    private static Verdict byRules(CallerPolicy caller, Operation operation, RuleCheck check) {
        RuleCheck.@Nullable Outcome nearest = null;
        List<Rule> allow = caller.allow();
        for (int i = 0; i < allow.size(); i++) {
            Rule rule = allow.get(i);
            if (rule.operations().contains(operation)) {
                RuleCheck.Outcome outcome = check.apply(rule, operation);
                if (outcome.verdict() instanceof Verdict.Allowed) {
                    return outcome.verdict();
                }
                if (nearest == null || outcome.failures() < nearest.failures()) {
                    nearest = outcome;
                }
            }
        }
        return nearest == null ? notListed(caller, "`" + operation.text() + "`") : nearest.verdict();
    }

    private static Verdict notListed(CallerPolicy caller, String what) {
        StringBuilder may = new StringBuilder();
        int named = Math.min(caller.allow().size(), RULES_NAMED);
        for (int i = 0; i < named; i++) {
            may.append(i == 0 ? "" : ", ")
                    .append('`')
                    .append(caller.allow().get(i).text())
                    .append('`');
        }
        if (named < caller.allow().size()) {
            may.append(" and ").append(caller.allow().size() - named).append(" more");
        }
        return refuse(
                FORBIDDEN,
                "bursar_operation_not_allowed",
                "`" + caller.name() + "` may not call " + what + "; "
                        + (named == 0 ? "it may call nothing" : "it may call " + may) + " ("
                        + caller.place().brief() + ")"
                        + (named == 0 ? "; stop and report" : "; use one of these, or stop and report"),
                caller.place());
    }

    static Verdict.Refused refuse(int status, String code, String message, Place place) {
        return new Verdict.Refused(new Refusal(status, code, message, place.brief()));
    }

    /** Whether the caller's money caps, if it has any, count {@code currency} at all. */
    static boolean isCapped(CallerPolicy caller, String currency) {
        boolean anyMoney = false;
        List<Cap> caps = caller.caps();
        for (int i = 0; i < caps.size(); i++) {
            if (caps.get(i) instanceof Cap.OfMoney money) {
                anyMoney = true;
                if (money.limit().currency().equals(currency)) {
                    return true;
                }
            }
        }
        return !anyMoney;
    }

    /** The one currency of all the caller's money caps; {@code null} if it has none or several. */
    static @Nullable String capCurrency(CallerPolicy caller) {
        String only = null;
        for (Cap cap : caller.caps()) {
            if (cap instanceof Cap.OfMoney money) {
                String currency = money.limit().currency();
                if (only != null && !only.equals(currency)) {
                    return null;
                }
                only = currency;
            }
        }
        return only;
    }

    /** A word of the request as a message may show it: short, and of one line. */
    static String shown(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (out.length() >= 60) {
                return out.append("...").toString();
            }
            char c = text.charAt(i);
            out.append(c < 0x20 || c > 0x7e || c == '`' ? '?' : c);
        }
        return out.toString();
    }

    /** The amount of the request in words, for messages. */
    static String of(Money money) {
        return "`" + money + "`";
    }
}
