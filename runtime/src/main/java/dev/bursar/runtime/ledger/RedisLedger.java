// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.redis.RedisException;
import dev.bursar.runtime.redis.Script;
import dev.bursar.runtime.redis.SharedRedis;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

    private static final Window[] CALENDAR = {Window.MINUTE, Window.HOUR, Window.DAY, Window.WEEK, Window.MONTH};
    private static final String[] LETTERS = {"m", "h", "d", "w", "M"};

    /** How long a window of each kind stays after its end. */
    private static final long[] KEPT = {2 * 86_400, 2 * 86_400, 40 * 86_400, 40 * 86_400, 40 * 86_400};

    private static final Script RESERVE = Script.of(RedisLedger.class, "holds.lua", "reserve.lua");
    private static final Script OUTCOME = Script.of(RedisLedger.class, "holds.lua", "outcome.lua");
    private static final Script RESTORE = Script.of(RedisLedger.class, "holds.lua", "restore.lua");
    private static final Script ZONE = Script.of(RedisLedger.class, "zone.lua");
    private static final Script STANDING = Script.of(RedisLedger.class, "standing.lua");

    /** So many caps are asked about in one script, for which everybody else waits. */
    private static final int CAPS_AT_ONCE = 500;

    private final SharedRedis redis;
    private final ZoneId zone;
    private final CalendarWindows calendar;
    private final boolean countsReads;
    private final boolean toldTime;
    private final String open;

    /** Names this process's calls, in the order in which they began: an outcome told late is of none that began after it. */
    private final String process = UUID.randomUUID().toString();

    private final AtomicLong calls = new AtomicLong();
    private volatile boolean isClosed;
    private volatile boolean hasAgreed;
    private volatile @Nullable Windows latest;

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
        this.calendar = new CalendarWindows(zone);
        this.countsReads = refusesReads;
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

    /** The calendar windows of the seconds {@code from} to {@code until}. */
    private record Windows(long from, long until, List<CalendarWindows.Span> spans) {}

    @Override
    public Reservation reserve(HoldRequest request) {
        if (isClosed) {
            return unavailable("the ledger is closed");
        }
        String call = process + ":" + calls.incrementAndGet();
        try {
            for (int attempt = 0; attempt < 4; attempt++) {
                Windows windows = windows(second(request));
                List<String> answer =
                        redis.run(RESERVE, keys(request, windows), arguments(request, windows, call), true);
                if (!answer.get(0).equals("time")) {
                    return reservation(request, windows, answer);
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
        return new Reservation.Unavailable(why, countsReads);
    }

    private long second(HoldRequest request) {
        return toldTime ? request.at().getEpochSecond() : redis.serverSecond();
    }

    private Windows windows(long second) {
        Windows known = latest;
        if (known != null && known.from <= second && second < known.until) {
            return known;
        }
        List<CalendarWindows.Span> spans = new ArrayList<>(CALENDAR.length);
        long from = Long.MIN_VALUE;
        long until = Long.MAX_VALUE;
        for (Window window : CALENDAR) {
            CalendarWindows.Span span = calendar.at(window, second);
            spans.add(span);
            from = Math.max(from, span.from());
            until = Math.min(until, span.until());
        }
        Windows made = new Windows(from, until, List.copyOf(spans));
        latest = made;
        return made;
    }

    private List<String> keys(HoldRequest request, Windows windows) {
        List<String> keys = new ArrayList<>(2 + 6 * request.payers().size());
        keys.add(open);
        keys.add(redis.key("hold", SharedRedis.safe(request.key())));
        for (Payer payer : request.payers()) {
            String caller = SharedRedis.safe(payer.caller());
            for (int i = 0; i < CALENDAR.length; i++) {
                keys.add(bucket(caller, windows, i));
            }
            keys.add(redis.key("spent", caller + ":run:" + SharedRedis.safe(payer.run())));
        }
        return keys;
    }

    private List<String> arguments(HoldRequest request, Windows windows, String call) {
        Money amount = request.amount();
        List<String> arguments = new ArrayList<>();
        arguments.add(redis.member());
        arguments.add(toldTime ? Long.toString(request.at().getEpochSecond()) : "");
        arguments.add(Long.toString(windows.from));
        arguments.add(Long.toString(windows.until));
        arguments.add(call);
        arguments.add(request.key());
        addMoney(arguments, amount);
        addEnds(arguments, windows);
        arguments.add(String.join(" ", currencies(request)));
        arguments.add(Integer.toString(request.payers().size()));
        for (Payer payer : request.payers()) {
            arguments.add(SharedRedis.safe(payer.caller()));
            arguments.add(isUncovered(payer, amount) ? "1" : "0");
            arguments.add(Integer.toString(payer.caps().size()));
            for (Cap cap : payer.caps()) {
                addCap(arguments, cap);
            }
        }
        return arguments;
    }

    private static void addMoney(List<String> arguments, @Nullable Money amount) {
        arguments.add(amount == null ? "" : amount.currency());
        arguments.add(amount == null ? "" : Long.toString(amount.micros()));
    }

    private static void addEnds(List<String> arguments, Windows windows) {
        for (int i = 0; i < CALENDAR.length; i++) {
            arguments.add(Long.toString(windows.spans.get(i).until() + KEPT[i]));
        }
    }

    private static Set<String> currencies(HoldRequest request) {
        Set<String> currencies = new LinkedHashSet<>();
        if (request.amount() != null) {
            currencies.add(request.amount().currency());
        }
        for (Payer payer : request.payers()) {
            for (Cap cap : payer.caps()) {
                if (cap instanceof Cap.OfMoney money) {
                    currencies.add(money.limit().currency());
                }
            }
        }
        return currencies;
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

    private static void addCap(List<String> arguments, Cap cap) {
        boolean isMoney = cap instanceof Cap.OfMoney;
        arguments.add(isMoney ? "m" : "c");
        arguments.add(Integer.toString(place(cap.window())));
        arguments.add(Long.toString(limit(cap)));
        arguments.add(cap instanceof Cap.OfMoney money ? money.limit().currency() : "");
    }

    private static long limit(Cap cap) {
        return cap instanceof Cap.OfMoney money ? money.limit().micros() : ((Cap.OfCalls) cap).limit();
    }

    /** Its place among the buckets of a payer, from 1; 0 for the window of the call, which has none. */
    private static int place(Window window) {
        return switch (window) {
            case CALL -> 0;
            case MINUTE -> 1;
            case HOUR -> 2;
            case DAY -> 3;
            case WEEK -> 4;
            case MONTH -> 5;
            case RUN -> 6;
        };
    }

    private Reservation reservation(HoldRequest request, Windows windows, List<String> answer) {
        return switch (answer.get(0)) {
            case "held" -> held(request, windows, answer);
            case "exhausted" -> {
                Payer payer = request.payers().get(Integer.parseInt(answer.get(5)) - 1);
                Cap cap = payer.caps().get(Integer.parseInt(answer.get(6)) - 1);
                yield new Reservation.Exhausted(balance(payer, cap, answer.get(7), answer.get(8), end(cap, windows)));
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
                unavailable("`" + request.amount() + "` with what is spent already is more than can be counted");
            case "forgotten" ->
                unavailable("the clock says `" + Instant.ofEpochSecond(second(request))
                        + "`, in a window that was closed and left long ago: set it right");
            default -> unavailable("the Redis ledger gave an answer of no known kind");
        };
    }

    private Reservation held(HoldRequest request, Windows windows, List<String> answer) {
        List<Reservation.Balance> balances = new ArrayList<>();
        String[] buckets = answer.get(6).split(" ", -1);
        int at = 7;
        for (Payer payer : request.payers()) {
            int part = Integer.parseInt(answer.get(at++));
            for (Cap cap : part == 0 ? List.<Cap>of() : payer.caps()) {
                Instant end = answer.get(6).isEmpty() ? end(cap, windows) : end(cap, buckets, part);
                balances.add(balance(payer, cap, answer.get(at), answer.get(at + 1), end));
                at += 2;
            }
        }
        Instant since =
                answer.get(6).isEmpty() ? Instant.ofEpochSecond(windows.from) : Instant.ofEpochSecond(from(buckets[0]));
        return new Reservation.Held(answer.get(5).equals("1"), List.copyOf(balances), since);
    }

    private static @Nullable Instant end(Cap cap, Windows windows) {
        int place = place(cap.window());
        return place == 0 || place == 6
                ? null
                : Instant.ofEpochSecond(windows.spans.get(place - 1).until());
    }

    /** Of the window in which the hold was made first, which is named after its beginning. */
    private @Nullable Instant end(Cap cap, String[] buckets, int part) {
        int place = place(cap.window());
        if (place == 0 || place == 6) {
            return null;
        }
        long from = from(buckets[6 * (part - 1) + place - 1]);
        return Instant.ofEpochSecond(calendar.at(cap.window(), from).until());
    }

    private static long from(String bucket) {
        return Long.parseLong(bucket.substring(bucket.lastIndexOf(':') + 1));
    }

    private static Reservation.Balance balance(Payer payer, Cap cap, String spent, String held, @Nullable Instant end) {
        return new Reservation.Balance(
                payer.caller(), cap, Long.parseLong(spent), Long.parseLong(held), limit(cap), end);
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
        return process + ":" + calls.get();
    }

    private void tell(String key, String verb, @Nullable Money moved, String call) throws RedisException {
        List<String> arguments = new ArrayList<>(List.of(redis.member(), key, verb));
        addMoney(arguments, moved);
        arguments.add(call);
        redis.run(OUTCOME, List.of(open, redis.key("hold", SharedRedis.safe(key))), arguments, false);
    }

    /** As the journal of this ledger's member has it; whatever is there already stays. */
    @Override
    public void restore(HoldRequest request, HoldState state, @Nullable Money moved) {
        try {
            if (!hasAgreed) {
                agree();
            }
            Windows windows = windows(request.at().getEpochSecond());
            List<String> arguments = new ArrayList<>(
                    List.of(redis.member(), request.key(), state.name().substring(0, 1)));
            Money asked = request.amount();
            arguments.add(asked == null ? "" : asked.currency());
            arguments.add(asked == null ? "0" : Long.toString(asked.micros()));
            addMoney(arguments, moved != null && moved.micros() >= 0 ? moved : null);
            List<String> payers = new ArrayList<>();
            request.payers().forEach(payer -> payers.add(SharedRedis.safe(payer.caller())));
            arguments.add(String.join(" ", payers));
            arguments.add(toldTime ? Long.toString(request.at().getEpochSecond()) : "");
            addEnds(arguments, windows);
            redis.contribute(RESTORE, keys(request, windows), arguments);
        } catch (RedisException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** As all members together have it. Nothing where Redis cannot be asked, or has lost writes. */
    @Override
    public @Nullable Standing standing(List<Payer> payers, Instant at) {
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
                answer = isClosed ? null : standing(some, at, balances);
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

    /** A cap of calendar time, and whose. */
    private record Asked(Payer payer, Cap cap) {}

    /** @return {@code null} if the server's clock does not stand still long enough */
    private @Nullable List<String> standing(List<Asked> some, Instant at, List<Reservation.Balance> balances)
            throws RedisException {
        for (int attempt = 0; attempt < 4; attempt++) {
            Windows windows = windows(toldTime ? at.getEpochSecond() : redis.serverSecond());
            List<String> keys = new ArrayList<>();
            List<String> arguments = new ArrayList<>(
                    List.of(toldTime ? "told" : "", Long.toString(windows.from), Long.toString(windows.until)));
            for (Asked each : some) {
                keys.add(bucket(SharedRedis.safe(each.payer.caller()), windows, place(each.cap.window()) - 1));
                String currency =
                        each.cap instanceof Cap.OfMoney money ? money.limit().currency() : null;
                arguments.add(currency == null ? "cs" : "s:" + currency);
                arguments.add(currency == null ? "ch" : "h:" + currency);
            }
            List<String> answer = redis.run(STANDING, keys, arguments, false);
            if (answer.get(0).equals("stands")) {
                for (int i = 0; i < some.size(); i++) {
                    Asked each = some.get(i);
                    balances.add(balance(
                            each.payer,
                            each.cap,
                            answer.get(7 + 2 * i),
                            answer.get(8 + 2 * i),
                            end(each.cap, windows)));
                }
                return answer;
            }
        }
        return null;
    }

    /** The key of the bucket of a caller's {@code i}th calendar window. */
    private String bucket(String caller, Windows windows, int i) {
        return redis.key(
                "spent", caller + ":" + LETTERS[i] + ":" + windows.spans.get(i).from());
    }

    /** Keys of this member whose outcome it has not told, and the second, by the server's clock, at which each was last reserved. */
    public Map<String, Long> open() throws RedisException {
        return redis.members(open);
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
