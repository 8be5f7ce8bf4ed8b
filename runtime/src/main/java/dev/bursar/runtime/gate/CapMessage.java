// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.ledger.Reservation.Balance;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a caller is told of a cap without room, so that a person or a model knows what to do and what not. */
final class CapMessage {

    private static final DateTimeFormatter TO_THE_MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter TO_THE_SECOND = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private CapMessage() {}

    /**
     * @param asked what the call would have moved; {@code null} if nothing
     * @param zone in which times are told: the policy's
     */
    static String of(Balance balance, @Nullable Money asked, ZoneId zone) {
        Cap cap = balance.cap();
        String limit = show(cap, balance.limit());
        String left = left(cap, Math.max(0, balance.limit() - balance.spent() - balance.held()));
        String of = " of " + balance.caller() + " reached";
        return switch (cap.window()) {
            case CALL ->
                cap instanceof Cap.OfMoney && asked != null
                        ? "cap of " + limit + " per call" + of + ": this call asks for " + asked
                                + "; ask for no more, or stop and report, do not split it into several calls"
                        : "cap of " + limit + " per call" + of + "; stop and report, do not retry";
            case RUN ->
                "cap of " + limit + " per run" + of + "; " + left
                        + " in this run; stop and report, do not retry in this run";
            case MINUTE ->
                "cap of " + limit + " per minute" + of + "; " + left + until(balance, zone)
                        + "; wait until then, or stop and report, do not retry before";
            case HOUR -> calendar("hourly", limit, of, left, until(balance, zone));
            case DAY -> calendar("daily", limit, of, left, until(balance, zone));
            case WEEK -> calendar("weekly", limit, of, left, until(balance, zone));
            case MONTH -> calendar("monthly", limit, of, left, until(balance, zone));
        };
    }

    private static String calendar(String every, String limit, String of, String left, String until) {
        return every + " cap of " + limit + of + "; " + left + until + "; stop and report, do not retry before";
    }

    private static String show(Cap cap, long number) {
        return cap instanceof Cap.OfMoney money
                ? new Money(number, money.limit().currency()).toString()
                : number == 1 ? "1 call" : number + " calls";
    }

    private static String left(Cap cap, long number) {
        return (number == 0 ? "nothing" : show(cap, number)) + " left";
    }

    private static String until(Balance balance, ZoneId zone) {
        Instant end = Objects.requireNonNull(balance.resetsAt());
        ZonedDateTime there = end.atZone(zone);
        LocalDateTime local = there.toLocalDateTime();
        String time = (local.getSecond() == 0 ? TO_THE_MINUTE : TO_THE_SECOND).format(local);
        // An hour that comes twice: which of the two.
        String offset = zone.getRules().getValidOffsets(local).size() > 1
                ? there.getOffset().getId()
                : "";
        String where = zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
        return " until " + time + offset + " " + where + " (" + local.toLocalDate() + ")";
    }
}
