// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.redis.KeyName;
import dev.bursar.runtime.redis.Packed;
import dev.bursar.runtime.redis.RedisException;
import dev.bursar.runtime.redis.Script;
import dev.bursar.runtime.redis.SharedRedis;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where caps stand by what all members together have spent, for showing alone. */
final class RedisStanding {

    private static final Script STANDING = Script.of(RedisLedger.class, "money.lua", "windows.lua", "standing.lua");

    /** So many caps are asked about in one script, for which everybody else waits. */
    private static final int CAPS_AT_ONCE = 500;

    private final SharedRedis redis;
    private final ServerWindows windows;
    private final boolean toldTime;

    RedisStanding(SharedRedis redis, ServerWindows windows, boolean toldTime) {
        this.redis = redis;
        this.windows = windows;
        this.toldTime = toldTime;
    }

    /** A cap of calendar time, and whose. */
    private record Asked(Payer payer, Cap cap) {}

    /** Nothing where Redis cannot be asked, or has lost writes. */
    @Nullable
    Standing of(List<Payer> payers, Instant at) {
        List<Asked> asked = new ArrayList<>();
        for (Payer payer : payers) {
            for (Cap cap : payer.caps()) {
                if (cap.window().isCalendar()) {
                    asked.add(new Asked(payer, cap));
                }
            }
        }
        try {
            List<Reservation.Balance> balances = new ArrayList<>();
            List<String> answer;
            int done = 0;
            do {
                List<Asked> some = asked.subList(done, Math.min(asked.size(), done + CAPS_AT_ONCE));
                answer = some(some, at, balances);
                if (answer == null) {
                    return null;
                }
                done += some.size();
            } while (done < asked.size());
            long held = Long.parseLong(answer.get(5));
            long unknown = Long.parseLong(answer.get(6));
            return held < 0 || unknown < 0 ? null : new Standing(balances, held, unknown);
        } catch (RedisException | DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    /** @return {@code null} if the server's clock does not stand still long enough */
    private @Nullable List<String> some(List<Asked> some, Instant at, List<Reservation.Balance> balances)
            throws RedisException {
        for (int attempt = 0; attempt < 4; attempt++) {
            ServerWindows.Moment moment = windows.at(toldTime ? at.getEpochSecond() : redis.serverSecond());
            List<String> keys = new ArrayList<>(some.size());
            Packed packed = new Packed().numberOrNil(toldTime ? 1L : null);
            packed.number(moment.from()).number(moment.until()).list(3 * some.size());
            for (Asked each : some) {
                keys.add(redis.key("spent", KeyName.safe(each.payer.caller())));
                int place = ServerWindows.place(each.cap.window());
                packed.number(place)
                        .number(moment.spans().get(place - 1).from())
                        .text(
                                each.cap instanceof Cap.OfMoney money
                                        ? money.limit().currency()
                                        : "");
            }
            List<String> answer = redis.run(STANDING, keys, packed, false);
            if (answer.get(0).equals("stands")) {
                for (int i = 0; i < some.size(); i++) {
                    Asked each = some.get(i);
                    balances.add(RedisQuestion.balance(
                            each.payer, each.cap, answer.get(7 + 2 * i), answer.get(8 + 2 * i), moment.end(each.cap)));
                }
                return answer;
            }
        }
        return null;
    }
}
