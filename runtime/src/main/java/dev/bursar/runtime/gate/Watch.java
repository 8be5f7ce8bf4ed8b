// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Refusal;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.ledger.CalendarWindows;
import dev.bursar.runtime.watching.Alert;
import dev.bursar.runtime.watching.CallWatcher;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees every call go by and changes none: raises alerts, and passes what was decided on to who counts it. Nothing here waits, and nothing that
 * fails here reaches a call.
 */
public final class Watch {

    /** Outcomes that nobody knows come in swarms: one alert tells of all of them in this time. */
    private static final long UNKNOWN_QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private final CapAlerts caps;
    private final List<CallWatcher> watchers = new CopyOnWriteArrayList<>();
    private final List<Consumer<? super Alert>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean journalTold = new AtomicBoolean();
    private final AtomicLong unknownTold = new AtomicLong(System.nanoTime() - UNKNOWN_QUIET_NANOS);
    private final AtomicBoolean failed = new AtomicBoolean();

    /** @param zone in which the windows of caps begin */
    public Watch(ZoneId zone) {
        this.caps = new CapAlerts(new CalendarWindows(zone));
    }

    /** From now on {@code watcher} is told of every call. */
    public void add(CallWatcher watcher) {
        watchers.add(watcher);
    }

    public void remove(CallWatcher watcher) {
        watchers.remove(watcher);
    }

    /** From now on {@code listener} gets every alert, on whatever thread it is raised: it must neither wait nor throw. */
    public void addListener(Consumer<? super Alert> listener) {
        listeners.add(listener);
    }

    /** Takes up one record of the journal, in its order, so that what was told before a restart is not told again. */
    public void accept(Entry entry) {
        caps.restore(entry);
    }

    void decided(String outcome, Draft draft, @Nullable Refusal refusal, Passage passage) {
        try {
            caps.look(draft, refusal, passage, this);
            journal(draft, refusal);
            if (!watchers.isEmpty()) {
                CallWatcher.Decided call = new CallWatcher.Decided(
                        outcome,
                        draft.caller,
                        draft.operation,
                        refusal == null ? null : refusal.code(),
                        draft.amount,
                        System.nanoTime() - draft.startNanos - draft.journalNanos,
                        draft.journalNanos);
                for (CallWatcher each : watchers) {
                    each.decided(call);
                }
            }
        } catch (Throwable e) {
            failed(e);
        }
    }

    void settled(String outcome, Draft draft) {
        try {
            if (outcome.equals(Outcomes.UNKNOWN) && draft.amount != null) {
                unknown(draft);
            }
            for (CallWatcher each : watchers) {
                each.settled(draft.caller, draft.operation, outcome);
            }
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** That calls are refused because nothing can be recorded is told once, and again only after one was recorded. It cannot be recorded. */
    private void journal(Draft draft, @Nullable Refusal refusal) {
        if (refusal != null && refusal.code().equals("bursar_journal")) {
            if (journalTold.compareAndSet(false, true)) {
                tell(Alert.of(draft.at, Alert.What.JOURNAL, null, refusal.message()));
            }
        } else if (draft.journalNanos > 0 && journalTold.get()) {
            journalTold.set(false);
        }
    }

    private void unknown(Draft draft) {
        long now = System.nanoTime();
        long last = unknownTold.get();
        if (now - last >= UNKNOWN_QUIET_NANOS && unknownTold.compareAndSet(last, now)) {
            tell(Alert.of(
                    Instant.now(),
                    Alert.What.UNKNOWN,
                    draft.caller,
                    "nobody knows whether `" + draft.operation + "` was carried out: " + draft.amount
                            + " stay charged; more of them within a minute are not told one by one"));
        }
    }

    void tell(Alert alert) {
        for (Consumer<? super Alert> each : listeners) {
            each.accept(alert);
        }
    }

    private void failed(Throwable e) {
        if (failed.compareAndSet(false, true)) {
            Stderr.say("watching failed, and calls go on unwatched ("
                    + e.getClass().getName() + ")");
        }
    }
}
