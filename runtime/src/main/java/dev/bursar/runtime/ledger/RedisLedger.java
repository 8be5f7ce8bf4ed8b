// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.redis.KeyName;
import dev.bursar.runtime.redis.Packed;
import dev.bursar.runtime.redis.RedisException;
import dev.bursar.runtime.redis.Script;
import dev.bursar.runtime.redis.SharedRedis;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of several processes, in a Redis. Each reservation is one script, which sees and changes all windows of all payers at once; so is
 * each outcome. Thread-safe.
 *
 * <p>Windows are those of the server's clock, whatever the clocks of the machines say: a request says for which moments its windows are
 * right, and a script that finds the server's time outside of them counts nothing and says what time it is.
 *
 * <p>Windows and closed holds are kept for at least as long as a {@link LocalLedger} keeps them, open holds for ever. A window whose keys may
 * have expired is refused. An outcome that cannot be told now is told later; until then the hold stays charged.
 */
public final class RedisLedger implements Ledger {

    private static final Script RESERVE =
            Script.of(RedisLedger.class, "money.lua", "windows.lua", "holds.lua", "reserve.lua");
    private static final Script OUTCOME =
            Script.of(RedisLedger.class, "money.lua", "windows.lua", "holds.lua", "moves.lua", "outcome.lua");
    private static final Script ZONE = Script.of(RedisLedger.class, "zone.lua");
    private static final Script RESTORE =
            Script.of(RedisLedger.class, "money.lua", "windows.lua", "holds.lua", "moves.lua", "restore.lua");

    private final SharedRedis redis;
    private final ZoneId zone;
    private final ServerWindows windows;
    private final RedisStanding standing;
    private final boolean refusesReads;
    private final boolean toldTime;
    private final String open;

    /** Names this process's calls, in the order in which they began: an outcome told late is of none that began after it. */
    private final String process = UUID.randomUUID() + ":";

    private final AtomicLong calls = new AtomicLong();
    private volatile boolean isClosed;
    private volatile boolean hasAgreed;

    /**
     * @param zone in which calendar windows begin; the same in all processes
     * @param refusesReads whether calls that move no money are refused too when it cannot answer
     */
    public RedisLedger(SharedRedis redis, ZoneId zone, boolean refusesReads) {
        this(redis, zone, refusesReads, false);
    }

    /** @param toldTime for tests: the time of each request is believed, instead of the server's */
    RedisLedger(SharedRedis redis, ZoneId zone, boolean refusesReads, boolean toldTime) {
        this.redis = redis;
        this.zone = zone;
        this.windows = new ServerWindows(zone);
        this.standing = new RedisStanding(redis, windows, toldTime);
        this.refusesReads = refusesReads;
        this.toldTime = toldTime;
        this.open = redis.key("open", redis.member());
        redis.onJoin(this::agree);
    }

    /** In windows that begin elsewhere nothing would be found of what was spent, and every cap would have room again. */
    private void agree() throws RedisException {
        String theirs = redis.contribute(ZONE, List.of(), List.of(zone.getId())).get(5);
        if (!isSame(theirs)) {
            throw RedisException.unfit(
                    "the Redis ledger counts in the time zone `" + theirs
                            + "` and the policy says `" + zone.getId()
                            + "`: let all policies say the same, or give `ledger`"
                            + " another `prefix` and restore it from the journals: `java -jar bursar.jar restore POLICY STATE...`");
        }
        hasAgreed = true;
    }

    private boolean isSame(String theirs) {
        try {
            return theirs.equals(zone.getId()) || ZoneId.of(theirs).getRules().equals(zone.getRules());
        } catch (DateTimeException e) {
            return false;
        }
    }

    @Override
    public Reservation reserve(HoldRequest request) {
        if (isClosed) {
            return unavailable("the ledger is closed");
        }
        String call = process + calls.incrementAndGet();
        try {
            for (int attempt = 0; attempt < 4; attempt++) {
                Long told = toldTime ? request.at().getEpochSecond() : null;
                RedisQuestion question =
                        new RedisQuestion(request, call, told, windows.at(told == null ? redis.serverSecond() : told));
                List<String> answer =
                        redis.run(RESERVE, question.keys(redis, open), question.argument(redis.member()), true);
                if (!answer.get(0).equals("time")) {
                    return question.reservation(answer, windows, refusesReads);
                }
            }
            return unavailable("the clock of the Redis ledger jumps about");
        } catch (DateTimeException | ArithmeticException e) {
            return unavailable("the clock says `" + request.at() + "`, which no calendar has");
        } catch (RedisException e) {
            if (e.isUnreached()) {
                // It may have been counted unheard.
                redis.later(() -> tell(request.key(), "undo", null, call));
            }
            return unavailable(e.getMessage() == null ? "it cannot be reached" : e.getMessage());
        }
    }

    private Reservation unavailable(String why) {
        return new Reservation.Unavailable(why, refusesReads);
    }

    @Override
    public void settle(String key, @Nullable Money moved) {
        Money believed = moved != null && moved.micros() >= 0 ? moved : null;
        String last = latestCall();
        redis.deliver(() -> tell(key, "settle", believed, last));
    }

    @Override
    public void release(String key) {
        String last = latestCall();
        redis.deliver(() -> tell(key, "release", null, last));
    }

    @Override
    public void unknown(String key) {
        String last = latestCall();
        redis.deliver(() -> tell(key, "unknown", null, last));
    }

    private String latestCall() {
        return process + calls.get();
    }

    private void tell(String key, String verb, @Nullable Money moved, String call) throws RedisException {
        Packed packed = new Packed().text(redis.member()).text(key).text(verb);
        addMoney(packed, moved).text(call);
        redis.run(OUTCOME, List.of(open, hold(key)), packed, false);
    }

    private String hold(String key) {
        return redis.key("hold", KeyName.safe(key));
    }

    private static Packed addMoney(Packed packed, @Nullable Money money) {
        return packed.text(money == null ? "" : money.currency()).amount(money == null ? 0 : money.micros());
    }

    /** As the journal of this ledger's member has it; whatever is there already stays. */
    @Override
    public void restore(HoldRequest request, HoldState state, @Nullable Money moved) {
        try {
            if (!hasAgreed) {
                agree();
            }
            Packed packed = new Packed()
                    .text(redis.member())
                    .text(request.key())
                    .text(state.name().substring(0, 1));
            addMoney(packed, request.amount());
            addMoney(packed, moved != null && moved.micros() >= 0 ? moved : null);
            long second = request.at().getEpochSecond();
            packed.numberOrNil(toldTime ? second : null);
            packed.text(windows.at(second).mark()).list(2 * request.payers().size());
            for (Payer payer : request.payers()) {
                packed.text(KeyName.safe(payer.caller())).text(KeyName.safe(payer.run()));
            }
            redis.contribute(RESTORE, List.of(open, hold(request.key())), packed);
        } catch (RedisException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** As all members together have it. Nothing where Redis cannot be asked, or has lost writes. */
    @Override
    public @Nullable Standing standing(List<Payer> payers, Instant at) {
        return isClosed ? null : standing.of(payers, at);
    }

    /** Keys of this member whose outcome it has not told, and the second, by the server's clock, at which each was last reserved. */
    public Map<String, Long> open() throws RedisException {
        return redis.numbers(open);
    }

    @Override
    public void close() {
        isClosed = true;
    }

    @Override
    public String toString() {
        return redis.toString().toLowerCase(Locale.ROOT);
    }
}
