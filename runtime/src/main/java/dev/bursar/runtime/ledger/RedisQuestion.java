// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.redis.KeyName;
import dev.bursar.runtime.redis.Packed;
import dev.bursar.runtime.redis.SharedRedis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reservation as it goes to the script, and the script's answer as the caller is told it.
 *
 * @param call by which the script knows this very call again
 * @param told the time that is believed; {@code null} for the server's
 */
record RedisQuestion(
        HoldRequest request, String call, @Nullable Long told, ServerWindows.Moment moment) {

    /** Present windows and run of each payer. */
    List<String> keys(SharedRedis redis, String open) {
        List<String> keys = new ArrayList<>(2 + 2 * request.payers().size());
        keys.add(open);
        keys.add(redis.key("hold", KeyName.safe(request.key())));
        for (Payer payer : request.payers()) {
            String caller = redis.key("spent", KeyName.safe(payer.caller()));
            keys.add(caller);
            keys.add(caller + ":run:" + KeyName.safe(payer.run()));
        }
        return keys;
    }

    Packed argument(String member) {
        Money amount = request.amount();
        Packed packed = new Packed().text(member).text(request.key()).text(call).numberOrNil(told);
        packed.text(amount == null ? "" : amount.currency()).amount(amount == null ? 0 : amount.micros());
        packed.number(moment.from()).number(moment.until()).text(moment.mark()).number(moment.oldest());
        packed.list(request.payers().size());
        for (Payer payer : request.payers()) {
            packed.list(3 + 3 * payer.caps().size())
                    .text(KeyName.safe(payer.caller()))
                    .text(KeyName.safe(payer.run()))
                    .number(isUncovered(payer, amount) ? 1 : 0);
            for (Cap cap : payer.caps()) {
                packed.text(cap instanceof Cap.OfMoney money ? money.limit().currency() : "")
                        .number(ServerWindows.place(cap.window()))
                        .amount(limit(cap));
            }
        }
        return packed;
    }

    private static boolean isUncovered(Payer payer, @Nullable Money amount) {
        boolean anyMoney = false;
        for (Cap cap : payer.caps()) {
            if (amount != null && cap instanceof Cap.OfMoney money) {
                anyMoney = true;
                if (money.limit().currency().equals(amount.currency())) {
                    return false;
                }
            }
        }
        return anyMoney;
    }

    /** @param refusesReads of what is unavailable, whether calls that move no money are refused too */
    Reservation reservation(List<String> answer, ServerWindows windows, boolean refusesReads) {
        return switch (answer.get(0)) {
            case "held" -> held(answer, windows);
            case "exhausted" -> {
                Payer payer = request.payers().get(Integer.parseInt(answer.get(5)) - 1);
                Cap cap = payer.caps().get(Integer.parseInt(answer.get(6)) - 1);
                yield new Reservation.Exhausted(balance(payer, cap, answer.get(7), answer.get(8), moment.end(cap)));
            }
            case "uncovered" ->
                new Reservation.Uncovered(
                        request.payers()
                                .get(Integer.parseInt(answer.get(5)) - 1)
                                .caller(),
                        request.amount() == null ? "" : request.amount().currency());
            case "mismatch" ->
                new Reservation.Mismatch(
                        switch (answer.get(5)) {
                            case "owner" -> "the key already stands for a call of another caller";
                            case "none" -> "the key already stands for a call that moves no money";
                            default ->
                                "the key already stands for " + new Money(Long.parseLong(answer.get(6)), answer.get(7));
                        });
            case "beyond" ->
                new Reservation.Unavailable(
                        "`" + request.amount() + "` with what is spent already is more than can be counted",
                        refusesReads);
            case "forgotten" ->
                new Reservation.Unavailable(
                        "the clock says `" + Instant.ofEpochSecond(told == null ? moment.from() : told)
                                + "`, in a window that was closed and left long ago: set it right",
                        refusesReads);
            default -> new Reservation.Unavailable("the Redis ledger gave an answer of no known kind", refusesReads);
        };
    }

    private Reservation held(List<String> answer, ServerWindows windows) {
        List<Reservation.Balance> balances = new ArrayList<>();
        // The mark of those in which the hold was made first; nothing if they are these.
        String mark = answer.get(6);
        String[] earlier = mark.isEmpty() || mark.equals(moment.mark()) ? null : mark.split(" ", -1);
        int at = 7;
        for (Payer payer : request.payers()) {
            boolean isCharged = answer.get(at++).equals("1");
            for (Cap cap : isCharged ? payer.caps() : List.<Cap>of()) {
                Instant end = earlier == null || !cap.window().isCalendar()
                        ? moment.end(cap)
                        : windows.end(cap, Long.parseLong(earlier[ServerWindows.place(cap.window()) - 1]));
                balances.add(balance(payer, cap, answer.get(at), answer.get(at + 1), end));
                at += 2;
            }
        }
        Instant since = Instant.ofEpochSecond(earlier == null ? moment.from() : Long.parseLong(earlier[0]));
        return new Reservation.Held(answer.get(5).equals("1"), List.copyOf(balances), since);
    }

    static Reservation.Balance balance(Payer payer, Cap cap, String spent, String held, @Nullable Instant end) {
        return new Reservation.Balance(
                payer.caller(), cap, Long.parseLong(spent), Long.parseLong(held), limit(cap), end);
    }

    private static long limit(Cap cap) {
        return cap instanceof Cap.OfMoney money ? money.limit().micros() : ((Cap.OfCalls) cap).limit();
    }
}
