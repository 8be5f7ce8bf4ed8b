// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Money under one key, and the buckets it counts in: found once, so that its outcome needs no calendar. Changed only under the locks of all
 * its accounts, so that holding any of them is enough to read it. The charged amounts may change only while it is not counted.
 */
final class Hold {

    /** Where it counts of one caller. */
    record Part(Account account, Account.Windows windows, Bucket run) {

        /** {@code null} for the window of the call, which nothing else counts in. */
        @Nullable
        Bucket bucket(Window window) {
            return switch (window) {
                case CALL -> null;
                case RUN -> run;
                case MINUTE -> windows.buckets().get(0);
                case HOUR -> windows.buckets().get(1);
                case DAY -> windows.buckets().get(2);
                case WEEK -> windows.buckets().get(3);
                case MONTH -> windows.buckets().get(4);
            };
        }
    }

    final String key;

    /** The first is of the caller whose the key is. */
    final List<Part> parts;

    /** The accounts of the parts, in the order in which they are locked. */
    final Account[] locks;

    /** Of what was asked; {@code null} if no money was. */
    final @Nullable String currency;

    /** When it was asked for, in seconds since the epoch. */
    final long at;

    HoldState state;

    /** The most it was reserved for. */
    long asked;

    /** What counts in {@link #currency}. */
    long charged;

    /** What was moved in another currency than was asked. */
    @Nullable
    String otherCurrency;

    long otherCharged;

    /** Whether it stands in its owner's line of holds that may be forgotten. */
    boolean queued;

    Hold(HoldRequest request, List<Part> parts, Account[] locks, HoldState state) {
        Money amount = request.amount();
        this.key = request.key();
        this.parts = parts;
        this.locks = locks;
        this.state = state;
        this.currency = amount == null ? null : amount.currency();
        this.at = request.at().getEpochSecond();
        this.asked = amount == null ? 0 : amount.micros();
        this.charged = asked;
    }

    /** One that was put down before. */
    Hold(String key, List<Part> parts, Account[] locks, @Nullable String currency, long at, HoldState state) {
        this.key = key;
        this.parts = parts;
        this.locks = locks;
        this.currency = currency;
        this.at = at;
        this.state = state;
    }

    Account owner() {
        return parts.get(0).account;
    }

    /** {@code null} if it does not count against that caller. */
    @Nullable
    Part part(Account account) {
        for (Part part : parts) {
            if (part.account == account) {
                return part;
            }
        }
        return null;
    }

    void count() {
        for (Part part : parts) {
            part.run.count(this);
            for (Bucket bucket : part.windows.buckets()) {
                bucket.count(this);
            }
        }
    }

    void uncount() {
        for (Part part : parts) {
            part.run.uncount(this);
            for (Bucket bucket : part.windows.buckets()) {
                bucket.uncount(this);
            }
        }
    }

    /** Why a request for {@code amount} is not a repetition of this hold; {@code null} if it is one. */
    @Nullable
    String mismatch(@Nullable Money amount) {
        if (amount == null || amount.micros() == 0) {
            return null;
        }
        if (amount.currency().equals(currency)) {
            long most = Math.max(asked, charged);
            return amount.micros() <= most ? null : "the key already stands for " + new Money(most, amount.currency());
        }
        return currency == null
                ? "the key already stands for a call that moves no money"
                : "the key already stands for " + new Money(asked, currency);
    }

    /** What of it counts in {@code currency}. */
    long chargedIn(String currency) {
        return currency.equals(this.currency) ? charged : currency.equals(otherCurrency) ? otherCharged : 0;
    }

    /** The latest settlement stands; one that does not say what was moved leaves an earlier one as it was. */
    void settled(@Nullable Money moved) {
        if (moved != null && moved.micros() >= 0) {
            if (moved.currency().equals(currency)) {
                charged = moved.micros();
                otherCurrency = null;
            } else {
                charged = asked;
                otherCurrency = moved.currency();
                otherCharged = moved.micros();
            }
        }
        state = HoldState.SETTLED;
    }
}
