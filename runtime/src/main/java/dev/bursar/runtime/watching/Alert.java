// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.watching;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something a person should look at. Never holds a secret: what it says is what the journal says.
 *
 * @param time when it happened, UTC
 * @param what about what
 * @param caller whose cap or call it is; {@code null} if it is of no caller
 * @param use how much of a cap is used; {@code null} if it is not about a cap
 * @param reason one sentence or less, such as {@code 80% of 500.00 USD per day}
 */
public record Alert(
        Instant time,
        What what,
        @Nullable String caller,
        @Nullable Use use,
        String reason) {

    /** What an alert is about. */
    public enum What {
        /** A cap's use has reached a share of it. */
        CAP,
        /** Bursar could not do its work somewhere: a class that could not be woven, a version that no hook fits. */
        ALARM,
        /** The journal cannot take entries, so calls are refused. */
        JOURNAL,
        /** Calls may or may not have been carried out, and stay charged. */
        UNKNOWN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Where a cap stands. Money is in millionths of the cap's currency; for a cap of calls the numbers are calls.
     *
     * @param share the share that was reached, in per cent
     * @param spent settled, and unknown, which stays charged
     * @param held set aside and not settled yet
     */
    public record Use(Cap cap, int share, long spent, long held, long limit) {

        private String show(long number) {
            return cap instanceof Cap.OfMoney money
                    ? Money.decimal(number, money.limit().currency())
                    : Long.toString(number);
        }
    }

    public static Alert of(Instant time, What what, @Nullable String caller, String reason) {
        return new Alert(time, what, caller, null, reason);
    }

    /** One JSON object in UTF-8, with the names that {@code bursar dump} has; {@code text} says all of it to a person. */
    public byte[] json() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("text", text());
            json.writeStringField("time", time.truncatedTo(ChronoUnit.MICROS).toString());
            json.writeStringField("kind", "alert");
            json.writeStringField("about", what.word());
            if (caller != null) {
                json.writeStringField("caller", caller);
            }
            json.writeStringField("reason", reason);
            if (use != null) {
                json.writeStringField("cap", use.cap.toString());
                json.writeNumberField("share", use.share);
                json.writeStringField("spent", use.show(use.spent));
                json.writeStringField("held", use.show(use.held));
                json.writeStringField("limit", use.show(use.limit));
                if (use.cap instanceof Cap.OfMoney money) {
                    json.writeStringField("currency", money.limit().currency());
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written to", e);
        }
        return out.toByteArray();
    }

    private String text() {
        String of = caller == null ? "" : caller + ": ";
        String stand = use == null ? "" : " (" + use.show(use.spent) + " spent, " + use.show(use.held) + " held)";
        return "bursar: " + of + reason + stand;
    }
}
