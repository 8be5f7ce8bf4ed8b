// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import dev.bursar.runtime.vendor.MoneyRow.Stated;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The most that a request can move, by its row of {@link MoneyTable}. */
final class StripeCosts {

    /** One digit more than the largest amount Stripe takes in any currency. */
    private static final int MAX_DIGITS = 15;

    private StripeCosts() {}

    static Cost of(Operation operation, Parameters parameters) {
        MoneyRow row = MoneyTable.byOperation().get(operation.text());
        if (row == null) {
            return new Cost.Nothing();
        }
        if (parameters.unreadable() != null) {
            return new Cost.Malformed("`" + operation + "` may move money and " + parameters.unreadable());
        }
        if (!row.moves().test(parameters)) {
            return new Cost.Nothing();
        }
        try {
            return stated(row, parameters);
        } catch (UnreadableException e) {
            return new Cost.Malformed(e.why());
        }
    }

    private static Cost stated(MoneyRow row, Parameters parameters) throws UnreadableException {
        Stated stated = row.stated();
        long parts = 0;
        for (String part : row.parts()) {
            Long amount = amount(parameters, part, false);
            parts = Math.max(parts, amount == null ? 0 : amount);
        }
        if (stated instanceof Stated.In in) {
            return in(row, in, parts, parameters);
        }
        if (stated instanceof Stated.Sum sum) {
            return sum(row, sum, parameters);
        }
        if (stated instanceof Stated.LineItems) {
            Cost cost = StripeLineItems.cost(parameters);
            return cost instanceof Cost.Stated whole ? atLeast(whole, parts) : cost;
        }
        return unstated(row, "its request never states an amount");
    }

    private static Cost in(MoneyRow row, Stated.In in, long parts, Parameters parameters) throws UnreadableException {
        Long amount = amount(parameters, in.amount(), in.signed());
        if (amount == null) {
            return unstated(row, "`" + in.amount() + "` is not stated");
        }
        long most = Math.max(amount, parts);
        String currency = in.currency() == null ? null : single(parameters, in.currency());
        if (currency == null) {
            if (in.currencyRequired()) {
                return new Cost.Malformed("`" + in.currency() + "` is missing");
            }
            return new Cost.StatedWithoutCurrency(most);
        }
        return money(most, currency, in.currency());
    }

    private static Cost sum(MoneyRow row, Stated.Sum sum, Parameters parameters) throws UnreadableException {
        Long total = amount(parameters, sum.total(), false);
        long added = 0;
        boolean isStated = total != null;
        for (String name : sum.addends()) {
            Long addend = amount(parameters, name, false);
            if (addend != null) {
                isStated = true;
                added = Math.addExact(added, addend);
            }
        }
        if (!isStated) {
            return unstated(row, "`" + sum.total() + "` is not stated");
        }
        return new Cost.StatedWithoutCurrency(Math.max(total == null ? 0 : total, added));
    }

    private static Cost atLeast(Cost.Stated whole, long parts) {
        Money inner = StripeCurrencies.money(parts, whole.most().currency());
        if (inner == null) {
            return new Cost.Malformed("an amount inside it is too large");
        }
        return inner.micros() > whole.most().micros() ? new Cost.Stated(inner) : whole;
    }

    private static Cost unstated(MoneyRow row, String why) {
        return new Cost.Unstated("`" + row.operation() + "` moves money and " + why);
    }

    static Cost money(long minorUnits, String currency, @Nullable String name) {
        Money money = StripeCurrencies.money(minorUnits, currency);
        return money == null
                ? new Cost.Malformed("`" + name + "` is not a currency code, or the amount is too large for it")
                : new Cost.Stated(money);
    }

    /**
     * @return {@code null} if {@code name} is absent
     * @throws UnreadableException if it is repeated, nested, or not a plain whole number
     */
    static @Nullable Long amount(Parameters parameters, String name, boolean signed) throws UnreadableException {
        String text = single(parameters, name);
        if (text == null) {
            return null;
        }
        String digits = signed && text.startsWith("-") ? text.substring(1) : text;
        boolean plain = !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && (digits.length() == 1 || digits.charAt(0) != '0')
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!plain) {
            throw new UnreadableException("`" + name + "` is not a whole number of the currency's smallest unit");
        }
        return Long.valueOf(digits);
    }

    /** The only value of {@code name}; {@code null} if it is absent. */
    static @Nullable String single(Parameters parameters, String name) throws UnreadableException {
        List<String> list = parameters.values().get(name);
        boolean nested = !parameters.values().subMap(name + "[", name + "\\").isEmpty();
        if (nested || (list != null && list.size() > 1)) {
            throw new UnreadableException("`" + name + "` is stated more than once");
        }
        return list == null ? null : list.get(0);
    }
}
