// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Money;
import org.jspecify.annotations.Nullable;

/**
 * Money under one key, and the buckets it counts in: found once, so that its outcome needs no calendar. Guarded by its account. The
 * charged amounts may change only while it is not counted.
 */
final class Hold {

    final String key;
    final Account account;
    final Account.Windows windows;
    final Bucket run;

    /** Of what was asked; {@code null} if no money was. */
    final @Nullable String currency;

    HoldState state;

    /** The most it was reserved for. */
    long asked;

    /** What counts in {@link #currency}. */
    long charged;

    /** What was moved in another currency than was asked. */
    @Nullable
    String otherCurrency;

    long otherCharged;

    /** Whether it stands in its account's line of holds that may be forgotten. */
    boolean queued;

    Hold(HoldRequest request, Account account, Account.Windows windows, Bucket run, HoldState state) {
        Money amount = request.amount();
        this.key = request.key();
        this.account = account;
        this.windows = windows;
        this.run = run;
        this.state = state;
        this.currency = amount == null ? null : amount.currency();
        this.asked = amount == null ? 0 : amount.micros();
        this.charged = asked;
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
