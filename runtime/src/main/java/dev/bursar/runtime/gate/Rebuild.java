// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.idempotency.State;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import dev.bursar.runtime.journal.Replay.Step;
import dev.bursar.runtime.ledger.HoldRequest;
import dev.bursar.runtime.ledger.HoldState;
import dev.bursar.runtime.ledger.Payer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds ledger and actions from the journal. An admission without an outcome is a call that may have been carried out: its
 * hold stays charged, and an equal call repeats its key. Doing it twice gives the same result.
 */
public final class Rebuild {

    private final Books.Account account;

    /** By call, in the order of the journal. */
    private final Map<String, Step> admitted = new LinkedHashMap<>();

    /** By key, the calls that were admitted under it and have no outcome yet. */
    private final Map<String, Set<String>> open = new HashMap<>();

    /** By key that stays charged because an outcome was unknown: the sequence of the earliest admission that had one. */
    private final Map<String, Long> doubts = new LinkedHashMap<>();

    /** Whether the ledger charges a key without knowing that anything moved. */
    private final Predicate<String> unsettled;

    public Rebuild(Books.Account account) {
        this(account, key -> true);
    }

    /** @param unsettled whether the ledger of {@code account} has a hold under a key that is neither settled nor released */
    Rebuild(Books.Account account, Predicate<String> unsettled) {
        this.account = account;
        this.unsettled = unsettled;
    }

    /** Takes up one record; to be called in the order of the journal. */
    public void accept(Recorded recorded) {
        accept(Step.of(recorded));
    }

    /** As {@link #accept(Recorded)}. */
    public void accept(Step entry) {
        if (entry.call() == null || entry.caller() == null || entry.run() == null) {
            return;
        }
        if (entry.kind() == Kind.ADMITTED) {
            admitted(entry);
            hold(entry, HoldState.HELD, null);
            action(entry, State.IN_FLIGHT, null);
        } else if (entry.kind() == Kind.SETTLED) {
            Step first = admitted.remove(entry.call());
            if (first != null && entry.decision() != null) {
                Set<String> others = othersWithout(first);
                if (entry.decision().equals(Outcomes.RELEASED) && isInDoubtSince(first)) {
                    // Released before the other call took the key up: what that one may have moved stays charged.
                    return;
                }
                if (entry.decision().equals(Outcomes.RELEASED) && !others.isEmpty()) {
                    releasedBefore(first, others);
                } else {
                    outcome(first, entry, entry.decision());
                }
            }
        }
    }

    private void admitted(Step entry) {
        String call = Objects.requireNonNull(entry.call());
        Step before = admitted.remove(call);
        if (before != null) {
            othersWithout(before);
        }
        admitted.put(call, entry);
        open.computeIfAbsent(key(entry), any -> new LinkedHashSet<>(2)).add(call);
    }

    /**
     * The sequence of the earliest admission of money whose outcome is not known and that nothing since has settled: of those that {@link
     * UnsettledHolds} lists. {@link Long#MAX_VALUE} if there is none.
     */
    long earliestOpen() {
        long earliest = Long.MAX_VALUE;
        for (long doubt : doubts.values()) {
            earliest = Math.min(earliest, doubt);
        }
        for (Step first : admitted.values()) {
            // Of a call that was never answered, another one under its key may have settled what it moved.
            if (first.amount() != null && unsettled.test(key(first))) {
                earliest = Math.min(earliest, first.sequence());
            }
        }
        return earliest;
    }

    /**
     * Puts down the admissions without an outcome, and those whose outcome was unknown. Ledger and actions do that themselves.
     *
     * <pre>
     *   i32 admissions in the order of the journal, of each:
     *     i64 sequence, i64 seconds and i32 nanoseconds, texts call, caller, run,
     *     amount: i64 millionths (0 if absent) and text currency (absent if there is no amount), texts key, body hash,
     *     u8 outer callers, of each two texts: caller, run
     *   i32 keys whose outcome was unknown, of each: text key, i64 sequence of the earliest admission
     *   text   u8 0 if absent; 1 and Java's modified UTF-8 if not
     * </pre>
     */
    void save(DataOutput out) throws IOException {
        out.writeInt(admitted.size());
        for (Step step : admitted.values()) {
            out.writeLong(step.sequence());
            out.writeLong(step.time().getEpochSecond());
            out.writeInt(step.time().getNano());
            text(out, step.call());
            text(out, step.caller());
            text(out, step.run());
            Money amount = step.amount();
            out.writeLong(amount == null ? 0 : amount.micros());
            text(out, amount == null ? null : amount.currency());
            text(out, step.key());
            text(out, step.bodyHash());
            out.writeByte(step.outer().size());
            for (Entry.Outer outer : step.outer()) {
                text(out, outer.caller());
                text(out, outer.run());
            }
        }
        out.writeInt(doubts.size());
        for (Map.Entry<String, Long> doubt : doubts.entrySet()) {
            text(out, doubt.getKey());
            out.writeLong(doubt.getValue());
        }
    }

    /** Takes up what {@link #save} has put down. */
    void load(DataInput in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            long sequence = in.readLong();
            Instant time = Instant.ofEpochSecond(in.readLong(), in.readInt());
            String call = text(in);
            String caller = text(in);
            String run = text(in);
            long micros = in.readLong();
            String currency = text(in);
            String key = text(in);
            String bodyHash = text(in);
            List<Entry.Outer> outer = new ArrayList<>();
            for (int n = in.readUnsignedByte(); n > 0; n--) {
                outer.add(new Entry.Outer(
                        Objects.requireNonNullElse(text(in), ""), Objects.requireNonNullElse(text(in), "")));
            }
            if (call == null) {
                throw new IOException("an admission in it has no call");
            }
            Money amount = currency == null ? null : new Money(micros, currency);
            admitted(new Step(
                    sequence, time, Kind.ADMITTED, call, caller, run, null, amount, key, bodyHash, null, outer));
        }
        for (int left = in.readInt(); left > 0; left--) {
            String key = text(in);
            if (key == null) {
                throw new IOException("a doubt in it has no key");
            }
            doubts.put(key, in.readLong());
        }
    }

    private static void text(DataOutput out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static @Nullable String text(DataInput in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }

    /** The calls under the key that are still without an outcome once {@code first} has one. */
    private Set<String> othersWithout(Step first) {
        String key = key(first);
        Set<String> calls = open.get(key);
        if (calls == null) {
            return Set.of();
        }
        calls.remove(first.call());
        if (calls.isEmpty()) {
            open.remove(key);
        }
        return calls;
    }

    /**
     * An outcome is not waited for, so that it may stand after the admission of a call that began later. The hold that was released was that of
     * {@code first}; each of the others made it anew, for its own callers.
     */
    private void releasedBefore(Step first, Set<String> others) {
        hold(first, HoldState.RELEASED, null);
        for (String other : others) {
            hold(Objects.requireNonNull(admitted.get(other)), HoldState.HELD, null);
        }
        action(first, State.UNKNOWN, null);
    }

    /** Whether a call that was admitted later under the same key has ended, and nobody knows how. */
    private boolean isInDoubtSince(Step first) {
        Long doubt = doubts.get(key(first));
        return doubt != null && doubt > first.sequence();
    }

    private static String key(Step entry) {
        return Objects.requireNonNull(entry.key() != null ? entry.key() : entry.call());
    }

    private void outcome(Step first, Step entry, String decision) {
        switch (decision) {
            case Outcomes.SETTLED -> {
                hold(first, HoldState.SETTLED, entry.amount());
                action(first, State.DONE, entry.objectId());
                doubts.remove(key(first));
            }
            case Outcomes.REFUSED -> {
                Money held = first.amount();
                hold(first, HoldState.SETTLED, held == null ? null : Money.zero(held.currency()));
                action(first, State.REFUSED, null);
                doubts.remove(key(first));
            }
            case Outcomes.RELEASED -> {
                hold(first, HoldState.RELEASED, null);
                action(first, State.RELEASED, null);
                doubts.remove(key(first));
            }
            default -> {
                hold(first, HoldState.UNKNOWN, null);
                action(first, State.UNKNOWN, null);
                // Where a key is settled already, this comes late and changes nothing.
                if (first.amount() != null && unsettled.test(key(first))) {
                    doubts.merge(key(first), first.sequence(), Math::min);
                }
            }
        }
    }

    private void hold(Step first, HoldState state, @Nullable Money moved) {
        String key = key(first);
        if (first.caller() != null && first.run() != null) {
            List<Payer> payers = new ArrayList<>();
            payers.add(new Payer(first.caller(), first.run(), List.of()));
            for (Entry.Outer outer : first.outer()) {
                payers.add(new Payer(outer.caller(), outer.run(), List.of()));
            }
            account.ledger().restore(new HoldRequest(key, first.time(), first.amount(), payers), state, moved);
        }
    }

    private void action(Step first, State state, @Nullable String objectId) {
        if (first.key() != null && first.run() != null) {
            account.actions().restore(first.key(), first.run(), first.bodyHash(), first.time(), state, objectId);
        }
    }
}
