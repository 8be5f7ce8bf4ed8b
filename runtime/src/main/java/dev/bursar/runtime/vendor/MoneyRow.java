// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import dev.bursar.runtime.call.Parameters;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One operation that moves money: when it does, where its request states how much, and where its answer says so.
 *
 * @param operation as a policy writes it
 * @param direction which way the money goes, seen from the account
 * @param moves whether a readable request moves money at all; what is in doubt moves
 * @param stated how the amount is stated
 * @param parts further amounts inside the amount; a call that states more there than its amount is counted by them
 * @param answerAmounts JSON pointers into the answer; the largest amount found is what was moved. Empty if the answer never says
 * @param answerCurrency JSON pointer of the answer's currency
 * @param statedSettles whether an amount stated in the request is also what was moved, because the answer's amount is that of a larger whole
 */
record MoneyRow(
        String operation,
        Direction direction,
        Predicate<Parameters> moves,
        Stated stated,
        List<String> parts,
        List<String> answerAmounts,
        String answerCurrency,
        boolean statedSettles) {

    enum Direction {
        /** Into the account: a customer pays. */
        IN,
        /** Out of the account. */
        OUT,
        /** A customer's credit: moves with the next invoice. */
        CREDIT
    }

    /** Where a request states its amount. */
    sealed interface Stated {

        /** Nowhere. */
        record Nowhere() implements Stated {}

        /**
         * In one parameter.
         *
         * @param currency the parameter with its currency; {@code null} if only the answer names it
         * @param currencyRequired whether the vendor demands the currency; if not and it is absent, the answer names it
         * @param signed whether the amount may be negative; its size is counted
         */
        record In(String amount, @Nullable String currency, boolean currencyRequired, boolean signed)
                implements Stated {}

        /** In several parameters that add up, unless {@code total} is larger; the answer names the currency. */
        record Sum(String total, List<String> addends) implements Stated {}

        /** In line items with their own prices and quantities. */
        record LineItems() implements Stated {}
    }

    static MoneyRow row(String operation, Direction direction, Stated stated, String... answerAmounts) {
        return new MoneyRow(
                operation, direction, p -> true, stated, List.of(), List.of(answerAmounts), "/currency", false);
    }

    MoneyRow when(Predicate<Parameters> condition) {
        return new MoneyRow(
                operation, direction, condition, stated, parts, answerAmounts, answerCurrency, statedSettles);
    }

    MoneyRow with(String... innerAmounts) {
        return new MoneyRow(
                operation,
                direction,
                moves,
                stated,
                List.of(innerAmounts),
                answerAmounts,
                answerCurrency,
                statedSettles);
    }

    MoneyRow answeredIn(String currencyPointer) {
        return new MoneyRow(operation, direction, moves, stated, parts, answerAmounts, currencyPointer, statedSettles);
    }

    MoneyRow settledAsStated() {
        return new MoneyRow(operation, direction, moves, stated, parts, answerAmounts, answerCurrency, true);
    }
}
