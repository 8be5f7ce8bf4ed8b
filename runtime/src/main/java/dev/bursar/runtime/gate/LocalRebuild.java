// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.idempotency.LocalActions;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.EntryBuilder;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Replay;
import dev.bursar.runtime.ledger.LocalLedger;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ledger and actions of this process, rebuilt from a journal or from a snapshot and what came after it, with the same result. Of one thread
 * until it is rebuilt.
 *
 * <p>What a running ledger forgets by the clock, a rebuilt one forgets where a directory of the journal ends, by the time of its records: at
 * most once in a day of them, or in {@link #RECORDS}. So a journal of any length takes as much memory as its last month.
 */
public final class LocalRebuild implements Replay {

    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final long RECORDS = 50_000;

    private static final Duration MEMORY = Duration.ofDays(32);
    private static final int MOST_TOLD = 10_000;

    private final ZoneId zone;
    private final LocalLedger ledger;
    private final LocalActions actions;
    private final Books.Account account;
    private final Rebuild rebuild;

    private final ArrayDeque<Step> told = new ArrayDeque<>();

    private Instant latest = Instant.EPOCH;
    private long sequence;
    private long prunedAt;
    private long prunedSequence;

    /**
     * @param zone of the ledger's calendar windows
     * @param replayBytes how much memory the answers kept for replay may take
     */
    public LocalRebuild(ZoneId zone, long replayBytes) {
        this(zone, new LocalLedger(zone), new LocalActions(replayBytes));
    }

    LocalRebuild(ZoneId zone, LocalLedger ledger, LocalActions actions) {
        this.zone = zone;
        this.ledger = ledger;
        this.actions = actions;
        this.account = new Books.Account(ledger, actions);
        this.rebuild = new Rebuild(account, ledger::isUnsettled);
    }

    /** What has been rebuilt. */
    public Books.Account account() {
        return account;
    }

    @Override
    public void accept(Step step) {
        latest = step.time();
        sequence = step.sequence();
        if (step.kind() == Kind.ALERT && CapAlerts.DECISION.equals(step.decision())) {
            told.add(step);
        }
        rebuild.accept(step);
    }

    /** The alerts about caps whose windows may still be open, in their order: not to be raised again. */
    public List<Entry> told() {
        List<Entry> entries = new ArrayList<>();
        for (Step step : told) {
            EntryBuilder entry = Entry.at(step.time(), Kind.ALERT)
                    .caller(step.caller())
                    .run(step.run())
                    .decision(step.decision())
                    .reason(step.reason());
            if (step.cap() != null) {
                entry.balance(step.cap(), null, 0, 0, 0);
            }
            entries.add(entry.build());
        }
        return entries;
    }

    private void forgetTold() {
        Instant old = latest.minus(MEMORY);
        while (!told.isEmpty()
                && (told.size() > MOST_TOLD || told.element().time().isBefore(old))) {
            told.remove();
        }
    }

    @Override
    public void directoryEnded() {
        long now = latest.getEpochSecond();
        if (now - prunedAt >= DAY || sequence - prunedSequence >= RECORDS) {
            ledger.prune(latest);
            actions.prune(latest);
            forgetTold();
            prunedAt = now;
            prunedSequence = sequence;
        }
    }

    @Override
    public long earliestOpen() {
        return rebuild.earliestOpen();
    }

    /**
     * Puts down all there is.
     *
     * <pre>
     *   text zone (Java's modified UTF-8); i64 seconds and i32 nanoseconds of the latest record
     *   i64 sequence of the latest record; i64 seconds and i64 sequence when it last forgot
     *   the ledger, the actions, the admissions without an outcome and the keys whose outcome was unknown
     *   i32 alerts about caps, of each: i64 sequence, i64 seconds, i32 nanoseconds, then caller, run, reason and cap: u8 1, or 0 if absent, text
     * </pre>
     */
    @Override
    public void save(DataOutput out) throws IOException {
        out.writeUTF(zone.getId());
        out.writeLong(latest.getEpochSecond());
        out.writeInt(latest.getNano());
        out.writeLong(sequence);
        out.writeLong(prunedAt);
        out.writeLong(prunedSequence);
        ledger.save(out);
        actions.save(out);
        rebuild.save(out);
        out.writeInt(told.size());
        for (Step step : told) {
            out.writeLong(step.sequence());
            out.writeLong(step.time().getEpochSecond());
            out.writeInt(step.time().getNano());
            for (String text : new String[] {step.caller(), step.run(), step.reason(), step.cap()}) {
                out.writeBoolean(text != null);
                out.writeUTF(text == null ? "" : text);
            }
        }
    }

    private void loadTold(DataInput in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            long at = in.readLong();
            Instant time = Instant.ofEpochSecond(in.readLong(), in.readInt());
            String caller = text(in);
            String run = text(in);
            String reason = text(in);
            String cap = text(in);
            told.add(new Step(
                    at,
                    time,
                    Kind.ALERT,
                    null,
                    caller,
                    run,
                    CapAlerts.DECISION,
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    reason,
                    cap));
        }
    }

    private static @Nullable String text(DataInput in) throws IOException {
        boolean isThere = in.readBoolean();
        String text = in.readUTF();
        return isThere ? text : null;
    }

    @Override
    public void load(DataInput in) throws IOException {
        String made = in.readUTF();
        if (!made.equals(zone.getId())) {
            throw new IOException("it is for the time zone `" + made + "`, and the policy says `" + zone.getId() + "`");
        }
        try {
            latest = Instant.ofEpochSecond(in.readLong(), in.readInt());
            sequence = in.readLong();
            prunedAt = in.readLong();
            prunedSequence = in.readLong();
            ledger.load(in);
            actions.load(in);
            rebuild.load(in);
            loadTold(in);
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw new IOException("what it says makes no sense", e);
        }
    }

    /** The time zone of what {@link #save} has put down, with which it begins. */
    public static ZoneId zone(DataInput in) throws IOException {
        try {
            return ZoneId.of(in.readUTF());
        } catch (DateTimeException e) {
            throw new IOException("it is for a time zone that is not known here", e);
        }
    }
}
