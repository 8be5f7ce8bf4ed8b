// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.call;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Locale;

/**
 * An amount of one currency, exact.
 *
 * @param micros millionths of the currency's unit: 29.99 USD is 29_990_000
 * @param currency the ISO 4217 code in lower case
 */
public record Money(long micros, String currency) {

    private static final int SCALE = 6;

    public Money {
        if (!isCode(currency)) {
            throw new IllegalArgumentException("`" + currency + "` is not a lower-case ISO 4217 code");
        }
    }

    public static Money zero(String currency) {
        return new Money(0, currency);
    }

    /**
     * Reads an amount as a policy writes it: {@code 200.00 USD}.
     *
     * @throws IllegalArgumentException if it is not a plain, non-negative decimal number of at most six decimals, one space and a code;
     *     the message says what would be right
     */
    public static Money parse(String text) {
        String[] parts = text.strip().split(" +", -1);
        if (parts.length != 2 || !parts[0].matches("[0-9]{1,12}(\\.[0-9]{1,6})?")) {
            throw new IllegalArgumentException(
                    "`" + text + "` is not an amount with its currency, such as `200.00 USD`");
        }
        String currency = parts[1].toLowerCase(Locale.ROOT);
        if (!isCode(currency)) {
            throw new IllegalArgumentException("`" + parts[1] + "` is not a currency code such as `USD`");
        }
        return new Money(new BigDecimal(parts[0]).movePointRight(SCALE).longValueExact(), currency);
    }

    /**
     * @throws IllegalArgumentException if the currencies differ
     * @throws ArithmeticException on overflow
     */
    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
        }
        return new Money(Math.addExact(micros, other.micros), currency);
    }

    /** The amount in the currency's unit, with the currency's own number of decimals or more where the amount has more: {@code 29.99}. */
    public String decimal() {
        return decimal(micros, currency);
    }

    /** As {@link #decimal()}, for a bare number of millionths. */
    public static String decimal(long micros, String currency) {
        BigDecimal exact = BigDecimal.valueOf(micros, SCALE).stripTrailingZeros();
        return exact.setScale(Math.max(exact.scale(), digits(currency)), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    private static int digits(String currency) {
        try {
            return Math.max(
                    0, Currency.getInstance(currency.toUpperCase(Locale.ROOT)).getDefaultFractionDigits());
        } catch (IllegalArgumentException e) {
            return 2;
        }
    }

    private static boolean isCode(String text) {
        if (text.length() != 3) {
            return false;
        }
        for (int i = 0; i < 3; i++) {
            if (text.charAt(i) < 'a' || text.charAt(i) > 'z') {
                return false;
            }
        }
        return true;
    }

    /** As a policy writes it: {@code 29.99 USD}. */
    @Override
    public String toString() {
        return decimal() + " " + currency.toUpperCase(Locale.ROOT);
    }
}
