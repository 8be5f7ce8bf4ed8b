// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.credential.Credentials;
import dev.bursar.runtime.idempotency.LocalActions;
import dev.bursar.runtime.journal.Pseudonyms;
import dev.bursar.runtime.journal.Recorded;
import dev.bursar.runtime.ledger.HoldRequest;
import dev.bursar.runtime.ledger.LocalLedger;
import dev.bursar.runtime.ledger.Reservation;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.rehearsal.Rehearsals;
import dev.bursar.runtime.vendor.StripeVendor;
import dev.bursar.runtime.watching.Alert;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The whole gate in this process, with real rooms: only the journal is in memory, and the clock stands still unless moved. */
final class House {

    static final Instant NOON = Instant.parse("2026-03-04T12:00:30Z");

    private static final StripeVendor STRIPE = new StripeVendor();
    private static final AtomicLong KEYS = new AtomicLong();
    static final Pseudonyms PSEUDONYMS = Pseudonyms.with("0123456789abcdef".repeat(2));

    private volatile Instant now = NOON;
    final InstantSource clock = () -> now;
    final AtomicLong nanos = new AtomicLong();
    final Map<String, String> environment = new ConcurrentHashMap<>();
    final Map<String, String> mdc = new ConcurrentHashMap<>();
    volatile Tracing.@Nullable Span span;
    final MemoryJournal journal = new MemoryJournal();
    final Watch watch = new Watch(ZoneOffset.UTC);
    final List<Alert> alerts = new CopyOnWriteArrayList<>();
    final Books books;
    final BursarGate gate;
    final Policy policy;

    House(Policy policy) {
        this(policy, null, List.of());
    }

    House(Policy policy, @Nullable Mode floor, List<Recorded> before) {
        this.policy = policy;
        Books.Account live = account();
        Rebuild rebuild = new Rebuild(live);
        before.forEach(rebuild::accept);
        before.forEach(recorded -> watch.accept(recorded.entry()));
        watch.addListener(alerts::add);
        books = new Books(journal, live, account(), PSEUDONYMS);
        gate = gate(policy, floor, CompletableFuture.completedFuture(books), Duration.ofSeconds(10));
        policy.callers().keySet().forEach(name -> environment.put(name, "rk_test_" + name));
    }

    /** The same house after its process has died: only what the journal has is known. */
    House restarted() {
        return restarted(journal.recorded());
    }

    /** As {@link #restarted()}, where the journal has only this. */
    House restarted(List<Recorded> recorded) {
        House next = new House(policy, null, recorded);
        next.now = now;
        return next;
    }

    BursarGate gate(Policy policy, @Nullable Mode floor, CompletableFuture<Books> books, Duration patience) {
        return new BursarGate(
                policy,
                floor,
                List.of(STRIPE),
                mdc::get,
                () -> span,
                new Credentials(environment::get, nanos::get),
                new Rehearsals(clock),
                books,
                clock,
                watch,
                nanos::get,
                patience);
    }

    static Books.Account account() {
        return new Books.Account(new LocalLedger(ZoneOffset.UTC), new LocalActions(1 << 20));
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
        nanos.addAndGet(time.toNanos());
    }

    Client client() {
        return new Client(this);
    }

    /** Spent and held of {@code caller} against {@code cap}, in millionths, as a new run would find it. */
    Reservation.Balance balance(String caller, Cap cap) {
        return balance(books.live(), caller, cap);
    }

    Reservation.Balance balance(Books.Account account, String caller, Cap cap) {
        String key = "probe-" + KEYS.incrementAndGet();
        Reservation.Held held = (Reservation.Held)
                account.ledger().reserve(new HoldRequest(key, caller, "probe", now, null, List.of(cap)));
        account.ledger().release(key);
        return held.balances().get(0);
    }

    /** Runs {@code work} as a woven method of {@code caller}'s class. */
    <T> T in(String caller, String method, @Nullable Object[] arguments, Callable<T> work) {
        int site = gate.bind(Policies.type(caller), List.of(), method, "()V", List.of());
        Object frame = site < 0 ? null : gate.enter(site, arguments);
        T returned;
        try {
            returned = work.call();
        } catch (Throwable e) {
            gate.leave(frame, null, e);
            throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        }
        gate.leave(frame, returned, null);
        return returned;
    }

    <T> T run(String caller, Callable<T> work) {
        return in(caller, "run", new @Nullable Object[] {}, work);
    }

    <T> T run(String caller, String id, Callable<T> work) {
        return in(caller, "run", new @Nullable Object[] {id}, work);
    }

    <T> T step(String caller, Callable<T> work) {
        return in(caller, "step", new @Nullable Object[] {}, work);
    }

    <T> T tool(String caller, Callable<T> work) {
        return in(caller, "tool", new @Nullable Object[] {}, work);
    }
}
