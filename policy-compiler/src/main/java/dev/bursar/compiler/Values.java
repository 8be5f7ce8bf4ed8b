// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Origin;
import dev.bursar.runtime.call.Window;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Plain values of a policy. Each method tells what is wrong and then gives {@code null}. */
final class Values {

    private static final String PER = " per ";

    private final Problems problems;

    Values(Problems problems) {
        this.problems = problems;
    }

    @Nullable
    Money money(Node.Scalar scalar) {
        return money(scalar, scalar.text());
    }

    private @Nullable Money money(Node.Scalar scalar, String text) {
        Money money;
        try {
            money = Money.parse(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add(
                    scalar.place(), Words.quoted(text) + " is not an amount with its currency, such as `200.00 USD`");
            return null;
        }
        String code = money.currency().toUpperCase(Locale.ROOT);
        try {
            Currency.getInstance(code);
            return money;
        } catch (IllegalArgumentException e) {
            List<String> codes = new ArrayList<>();
            Currency.getAvailableCurrencies().forEach(each -> codes.add(each.getCurrencyCode()));
            codes.sort(null);
            problems.add(scalar.place(), "`" + code + "` is not a currency" + Words.didYouMean(code, codes));
            return null;
        }
    }

    /** {@code 500.00 USD per day} or {@code 30 calls per minute}. */
    @Nullable
    Cap cap(Node.Scalar scalar) {
        String text = scalar.text().strip();
        int per = text.indexOf(PER);
        if (per < 0) {
            problems.add(
                    scalar.place(),
                    scalar.shown() + " is not a cap, such as `500.00 USD per day` or `30 calls per minute`");
            return null;
        }
        String what = text.substring(0, per).strip();
        Window window = window(scalar, text.substring(per + PER.length()).strip());
        if (what.endsWith(" calls") || what.endsWith(" call")) {
            String count = what.substring(0, what.lastIndexOf(' ')).strip();
            if (!isCount(count)) {
                problems.add(scalar.place(), Words.quoted(count) + " is not a number of calls, such as `30`");
                return null;
            }
            if (window == Window.CALL) {
                problems.add(
                        scalar.place(), scalar.shown() + " says nothing: a call is one call; name a longer window");
                return null;
            }
            return window == null ? null : new Cap.OfCalls(Long.parseLong(count), window);
        }
        Money limit = money(scalar, what);
        return limit == null || window == null ? null : new Cap.OfMoney(limit, window);
    }

    private @Nullable Window window(Node.Scalar scalar, String word) {
        List<String> words = new ArrayList<>();
        for (Window window : Window.values()) {
            if (window.word().equals(word)) {
                return window;
            }
            words.add(window.word());
        }
        problems.add(
                scalar.place(),
                Words.quoted(word) + " is not a window of a cap" + Words.didYouMeanOrChoice(word, words));
        return null;
    }

    static boolean isCount(String text) {
        return !text.isEmpty() && text.length() <= 15 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Nullable
    Instant instant(Node.Scalar scalar) {
        try {
            return Instant.parse(scalar.text());
        } catch (DateTimeException e) {
            problems.add(scalar.place(), scalar.shown() + " is not a time in UTC such as `2027-03-31T00:00:00Z`");
            return null;
        }
    }

    @Nullable
    ZoneId zone(Node.Scalar scalar) {
        try {
            return ZoneId.of(scalar.text());
        } catch (DateTimeException e) {
            List<String> zones = new ArrayList<>(ZoneId.getAvailableZoneIds());
            zones.sort(null);
            problems.add(
                    scalar.place(),
                    scalar.shown() + " is not a time zone such as `America/New_York` or `UTC`"
                            + Words.didYouMean(scalar.text(), zones));
            return null;
        }
    }

    /** {@code https} unless it says otherwise; plain {@code http} for this machine only. */
    @Nullable
    Origin origin(Node.Scalar scalar) {
        String text = scalar.text();
        Origin origin = Origin.of(text.contains("://") ? text : "https://" + text);
        String rest = text.substring(text.indexOf("://") < 0 ? 0 : text.indexOf("://") + 3);
        if (origin == null
                || rest.contains("/")
                || rest.contains("?")
                || rest.contains("#")
                || origin.port() < 1
                || origin.port() > 65535) {
            problems.add(
                    scalar.place(),
                    scalar.shown()
                            + " is not a host such as `api.stripe.com` or `http://127.0.0.1:4242`: scheme, host and port alone");
            return null;
        }
        if (origin.scheme().equals("http") && !isLoopback(origin.host())) {
            problems.add(
                    scalar.place(),
                    scalar.shown()
                            + " would send the key in the clear; use `https`, plain `http` is for loopback addresses only");
            return null;
        }
        return origin;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
    }
}
