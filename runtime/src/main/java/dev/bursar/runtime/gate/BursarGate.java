// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.CallView;
import dev.bursar.bridge.Dressing;
import dev.bursar.bridge.Gate;
import dev.bursar.bridge.GovernedCall;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Site;
import dev.bursar.runtime.credential.Credentials;
import dev.bursar.runtime.identity.LogContext;
import dev.bursar.runtime.identity.Scopes;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.ledger.Payer;
import dev.bursar.runtime.ledger.Standing;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.Evaluator;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.rehearsal.Rehearsals;
import dev.bursar.runtime.vendor.Vendor;
import dev.bursar.runtime.watching.Alert;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The engine behind the door. Holds the policy in force and passes each question to the stage that answers it. */
public final class BursarGate implements Gate {

    /** How long after the start calls wait for the journal to open. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<Vendor> vendors;
    private final Scopes scopes;
    private final Shelf shelf;
    private final CallPath path;
    private final Dress dress;
    private final InstantSource clock;
    private final Watch watch;
    private final Set<String> alarms = ConcurrentHashMap.newKeySet();

    private final Object changing = new Object();
    private @Nullable Mode floor;
    private volatile InForce inForce;

    /**
     * @param policy in force from now on
     * @param floor the least strict mode the process allows; {@code null} for none
     * @param vendors the built-in vendors, the first of them the fallback for refusals that belong to none
     * @param log the application's logging context, for run ids taken from it, and to show the id of the open run in
     * @param tracing reads the application's own traces
     * @param credentials where real keys come from
     * @param rehearsals makes answers
     * @param books completed once the journal is open; exceptionally, if it cannot be
     */
    public BursarGate(
            Policy policy,
            @Nullable Mode floor,
            List<Vendor> vendors,
            LogContext log,
            Tracing tracing,
            Credentials credentials,
            Rehearsals rehearsals,
            CompletableFuture<Books> books,
            InstantSource clock) {
        this(policy, floor, vendors, log, tracing, credentials, rehearsals, books, clock, new Watch(policy.zone()));
    }

    /** @param watch sees every call go by */
    public BursarGate(
            Policy policy,
            @Nullable Mode floor,
            List<Vendor> vendors,
            LogContext log,
            Tracing tracing,
            Credentials credentials,
            Rehearsals rehearsals,
            CompletableFuture<Books> books,
            InstantSource clock,
            Watch watch) {
        this(
                policy,
                floor,
                vendors,
                log,
                tracing,
                credentials,
                rehearsals,
                books,
                clock,
                watch,
                System::nanoTime,
                PATIENCE);
    }

    /** @param nanos by which calls that never end are told */
    BursarGate(
            Policy policy,
            @Nullable Mode floor,
            List<Vendor> vendors,
            LogContext log,
            Tracing tracing,
            Credentials credentials,
            Rehearsals rehearsals,
            CompletableFuture<Books> books,
            InstantSource clock,
            Watch watch,
            LongSupplier nanos,
            Duration patience) {
        this.vendors = List.copyOf(vendors);
        this.floor = floor;
        this.inForce = InForce.of(policy, this.vendors, floor);
        this.clock = clock;
        this.watch = watch;
        this.shelf = new Shelf(books, patience);
        this.scopes = new Scopes(site -> inForce.roles().role(site), log, this::runClosed);
        OpenCalls open = new OpenCalls(nanos);
        Sealing sealing = new Sealing(policy.keeping().seal(), credentials);
        this.shelf.whenReady(ready -> sealing.warmUp());
        this.path = new CallPath(scopes, tracing, credentials, rehearsals, open, shelf, sealing, clock, watch);
        this.dress = new Dress(open);
    }

    private void runClosed(String run) {
        path.runClosed(run);
        Books books = shelf.ifReady();
        if (books != null) {
            books.live().actions().runClosed(run);
            books.rehearsed().actions().runClosed(run);
        }
    }

    /** Puts a new policy in force from the next call on, and records it. */
    public void enforce(Policy next) {
        synchronized (changing) {
            inForce = InForce.of(next, vendors, floor);
        }
        scopes.rolesChanged();
        tell(Kind.POLICY, "in force", null, next.hash());
    }

    /** Records something that is not about one call: a rejected policy, an alarm. What comes before the journal is open is recorded then. */
    public void tell(Kind kind, String decision, @Nullable String reason, @Nullable String policyHash) {
        Entry entry = fact(clock, kind, decision, reason, policyHash);
        shelf.whenReady(books -> {
            try {
                books.journal().note(entry);
            } catch (JournalUnavailableException e) {
                Stderr.say("could not be recorded: " + kind.word() + " " + decision + ": " + e.getMessage());
            }
        });
    }

    /** What there is to be shown of the caps in force; {@code null} as long as there are no books, or where they cannot say. */
    public @Nullable Standing standing() {
        Books books = shelf.ifReady();
        if (books == null) {
            return null;
        }
        List<Payer> payers = new ArrayList<>();
        for (CallerPolicy caller : inForce.policy().callers().values()) {
            payers.add(new Payer(caller.name(), "", caller.caps()));
        }
        return books.live().ledger().standing(payers, clock.instant());
    }

    /** Why calls cannot be recorded at present; {@code null} if all is well. */
    public @Nullable String journalTrouble() {
        Books books = shelf.ifReady();
        return books == null ? "it is not open" : books.journal().trouble();
    }

    static Entry fact(
            InstantSource clock, Kind kind, String decision, @Nullable String reason, @Nullable String policyHash) {
        return Entry.at(clock.instant().truncatedTo(ChronoUnit.MICROS), kind)
                .decision(decision)
                .reason(reason)
                .policy(policyHash)
                .build();
    }

    @Override
    public boolean watches(String host) {
        return inForce.vendors().watches(host);
    }

    @Override
    public @Nullable GovernedCall open(CallView view) {
        GovernedCall call = path.walk(view, inForce, vendors.get(0));
        if (call != null) {
            scopes.showRun();
        }
        return call;
    }

    @Override
    public Dressing dress(@Nullable String mark, String method, String url) throws IOException {
        return dress.dress(mark, method, url, inForce);
    }

    @Override
    public int bind(
            String type,
            List<String> typeAnnotations,
            String method,
            String descriptor,
            List<String> methodAnnotations) {
        return scopes.bind(new Site(type, typeAnnotations, method, descriptor, methodAnnotations));
    }

    @Override
    public @Nullable Object enter(int site, @Nullable Object[] arguments) {
        return scopes.enter(site, arguments);
    }

    @Override
    public void leave(@Nullable Object frame, @Nullable Object returned, @Nullable Throwable thrown) {
        if (frame != null) {
            scopes.leave(frame, returned, thrown);
        }
    }

    @Override
    public @Nullable Object openRun(String framework, @Nullable String reference) {
        return scopes.openRun(framework, reference);
    }

    @Override
    public @Nullable Object beginAttempt(String framework) {
        return scopes.beginAttempt(framework);
    }

    @Override
    public @Nullable Object enterTool(String framework) {
        return scopes.enterTool();
    }

    @Override
    public @Nullable Object enterRehearsal(String evaluator) {
        Evaluator known = Evaluator.of(evaluator);
        if (known != null && inForce.policy().rehearsing().except().contains(known)) {
            return null;
        }
        if (known == Evaluator.JUNIT) {
            rehearseForGood();
            return null;
        }
        return scopes.enterRehearsal();
    }

    /** What tests start outlives them, and they start it in ways that nothing follows: servers, static initialisers, bare threads. */
    private void rehearseForGood() {
        synchronized (changing) {
            if (floor == Mode.REHEARSE) {
                return;
            }
            floor = Mode.REHEARSE;
            inForce = inForce.withFloor(Mode.REHEARSE);
        }
        String why = "a JUnit launch begins, so this process rehearses until it ends";
        Stderr.say(why + ": nothing is sent; to send, write `rehearse: {except: [junit]}` in the policy");
        tell(Kind.POLICY, "rehearsing", why, inForce.policy().hash());
    }

    @Override
    public @Nullable Object enterAs(String caller) {
        return scopes.enterAs(caller);
    }

    @Override
    public @Nullable Object enterRun(String caller, @Nullable String id) {
        return scopes.enterRun(caller, id);
    }

    @Override
    public @Nullable Object enterAttempt() {
        return scopes.enterAttempt();
    }

    @Override
    public @Nullable Object enterLabel(String name, String value) {
        return scopes.enterLabel(name, value);
    }

    @Override
    public @Nullable String runId() {
        return scopes.runId();
    }

    @Override
    public @Nullable Map<String, String> lastDecision() {
        return path.lastDecision();
    }

    @Override
    public @Nullable Object capture() {
        return scopes.capture();
    }

    @Override
    public Object resume(Object captured) {
        return scopes.resume(captured);
    }

    @Override
    public @Nullable Object nobody() {
        return scopes.nobody();
    }

    @Override
    public void starts(Thread thread) {
        scopes.starts(thread);
    }

    @Override
    public void suspend(Object resumed) {
        scopes.suspend(resumed);
    }

    @Override
    public void alarm(String what) {
        if (alarms.add(what)) {
            Stderr.say(what);
            tell(Kind.ALERT, "alarm", what, null);
            watch.tell(Alert.of(clock.instant(), Alert.What.ALARM, null, what));
        }
    }
}
