// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Origin;
import dev.bursar.runtime.call.Parameters;
import dev.bursar.runtime.credential.CredentialException;
import dev.bursar.runtime.credential.Credentials;
import dev.bursar.runtime.credential.Secret;
import dev.bursar.runtime.idempotency.Actions;
import dev.bursar.runtime.idempotency.ActionsUnavailableException;
import dev.bursar.runtime.idempotency.Keys;
import dev.bursar.runtime.idempotency.Prior;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.EntryBuilder;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.ledger.Ledger;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.vendor.Lookup;
import dev.bursar.runtime.vendor.Result;
import dev.bursar.runtime.vendor.Vendor;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what became of holds whose outcome is not known, and tells journal, ledger and actions. A repeat is a call like any other: admitted in
 * the journal before it leaves, under the key and on the account of the first. What remains unknown stays charged. Thread-safe, for different holds.
 */
public final class Reconciliation {

    /** So many pages of what a vendor keeps are looked through for one hold. */
    private static final int MOST_PAGES = 30;

    private static final String SITE = "bursar reconcile";

    private final @Nullable Policy policy;
    private final List<Vendor> vendors;
    private final Credentials credentials;
    private final Sealing sealing;
    private final InstantSource clock;

    /** @param policy {@code null}: none is known, and then nothing can be settled */
    public Reconciliation(@Nullable Policy policy, List<Vendor> vendors, Credentials credentials, InstantSource clock) {
        this.policy = policy;
        this.vendors = List.copyOf(vendors);
        this.credentials = credentials;
        this.sealing = new Sealing(policy == null ? null : policy.keeping().seal(), credentials);
        this.clock = clock;
    }

    /**
     * What a hold came to.
     *
     * @param word {@code settled}, {@code refused}, {@code released} or {@code unknown}
     * @param moved what was moved, where it was carried out
     * @param status of the vendor's answer; {@code null} if there was none
     * @param why one clause; {@code null} if there is nothing to say
     */
    public record Outcome(
            String word,
            @Nullable Money moved,
            @Nullable Integer status,
            @Nullable String objectId,
            @Nullable String requestId,
            @Nullable String why) {

        static Outcome unknown(@Nullable Integer status, @Nullable String requestId, String why) {
            return new Outcome(Outcomes.UNKNOWN, null, status, null, requestId, why);
        }

        /** Whether it is still not known. */
        public boolean isUnknown() {
            return word.equals(Outcomes.UNKNOWN);
        }
    }

    /** What can be done now about {@code hold}. Nothing is sent for the answer. */
    public Way way(Unsettled hold) {
        return prospect(hold).way();
    }

    private Prospect prospect(Unsettled hold) {
        return Prospect.of(hold, policy, vendors, sealing, clock.instant());
    }

    /**
     * Does it, if there is anything to do.
     *
     * @param mayRepeat whether a request may be sent again, which carries out what never came
     * @throws JournalUnavailableException if it could not be recorded: before anything was sent, or after, and then it is still unknown
     */
    public Outcome settle(Unsettled hold, Books books, Wire wire, boolean mayRepeat)
            throws JournalUnavailableException {
        Policy known = policy;
        Prospect prospect = prospect(hold);
        CallerPolicy caller = known == null ? null : known.callers().get(hold.caller());
        String source = caller == null ? null : caller.credential();
        if (known == null || caller == null || source == null || prospect.way().kind() == Way.Kind.NONE) {
            return Outcome.unknown(null, null, prospect.way().why());
        }
        Secret secret;
        try {
            secret = credentials.get(source);
        } catch (CredentialException e) {
            return Outcome.unknown(null, null, "the key of `" + hold.caller() + "` cannot be had: " + e.getMessage());
        }
        boolean repeats = mayRepeat && prospect.notRepeated() == null;
        String aged = repeats ? agedElsewhere(hold, prospect, books) : null;
        if (repeats && aged == null) {
            return new Booking(hold, known, books).of("allowed", () -> repeat(hold, prospect, secret, wire));
        }
        if (prospect.notRead() != null) {
            return Outcome.unknown(null, null, aged != null ? aged : prospect.notRead());
        }
        Outcome found = read(hold, known, caller, prospect, secret, wire);
        return found.isUnknown() ? found : new Booking(hold, known, books).of("held", () -> found);
    }

    /**
     * Why the vendor may have forgotten the key although this journal says otherwise: where a ledger is shared, another process may have sent
     * it earlier. {@code null} if that is not so.
     */
    private @Nullable String agedElsewhere(Unsettled hold, Prospect prospect, Books books) {
        Vendor vendor = Objects.requireNonNull(prospect.vendor());
        String bodyHash = Objects.requireNonNullElse(hold.first().bodyHash(), "");
        try {
            return books.live().actions().prior(hold.key(), bodyHash, clock.instant(), vendor.keyMemory())
                            instanceof Prior.Expired expired
                    ? "its key was first sent at " + expired.first() + ", so " + vendor.name()
                            + " may have forgotten it and do it a second time"
                    : null;
        } catch (ActionsUnavailableException e) {
            return "it cannot be told when its key was first sent: " + e.getMessage();
        }
    }

    private Outcome repeat(Unsettled hold, Prospect prospect, Secret secret, Wire wire) {
        KeptRequest kept = Objects.requireNonNull(prospect.kept());
        Vendor vendor = Objects.requireNonNull(prospect.vendor());
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(kept.headers());
        headers.putAll(RealKey.headers(vendor, secret, kept.key()));
        try {
            Wire.Reply reply = wire.send(kept.method(), kept.uri(), headers, kept.body());
            Result result = result(prospect, kept, reply);
            if (result instanceof Result.Refused && !isReplayed(reply) && !Outcomes.isAboutTheAttempt(reply.status())) {
                // If the vendor keeps this answer, its own copy is the proof that nothing else was kept under the key.
                reply = wire.send(kept.method(), kept.uri(), headers, kept.body());
                result = result(prospect, kept, reply);
            }
            return outcome(hold, result, reply, vendor.requestId(reply.headers()));
        } catch (IOException e) {
            return Outcome.unknown(null, null, "no answer came to the repeat: " + e.getMessage());
        }
    }

    private static Result result(Prospect prospect, KeptRequest kept, Wire.Reply reply) {
        Vendor vendor = Objects.requireNonNull(prospect.vendor());
        Operation operation = Objects.requireNonNull(prospect.operation());
        return vendor.result(
                operation, Prospect.parameters(kept, vendor, operation), reply.status(), reply.body(), reply.whole());
    }

    private static boolean isReplayed(Wire.Reply reply) {
        return "true".equalsIgnoreCase(reply.headers().get("idempotent-replayed"));
    }

    /** A refusal proves something only if it is the vendor's stored answer: any other may have met a call that was carried out before. */
    private static Outcome outcome(Unsettled hold, Result result, Wire.Reply reply, @Nullable String requestId) {
        if (result instanceof Result.Done done) {
            Money moved = done.moved() == null ? hold.held() : done.moved();
            return new Outcome(Outcomes.SETTLED, moved, reply.status(), done.objectId(), requestId, null);
        }
        if (result instanceof Result.Refused refused && isReplayed(reply)) {
            return new Outcome(refusal(hold, reply.status()), null, reply.status(), null, requestId, refused.code());
        }
        return Outcome.unknown(
                reply.status(),
                requestId,
                result instanceof Result.Refused refused
                        ? "the repeat was refused (" + refused.code() + "), which says nothing of the call before it"
                        : ((Result.Unknown) result).why());
    }

    /** As {@link Settle} has it: a key of the application, or one that the answer is not about, is as good as new. */
    private static String refusal(Unsettled hold, int status) {
        boolean fromApp = !hold.key().startsWith(Keys.PREFIX);
        return fromApp || Outcomes.isAboutTheAttempt(status) ? Outcomes.RELEASED : Outcomes.REFUSED;
    }

    private Outcome read(
            Unsettled hold, Policy known, CallerPolicy caller, Prospect prospect, Secret secret, Wire wire) {
        Vendor vendor = Objects.requireNonNull(prospect.vendor());
        Lookup lookup = Objects.requireNonNull(prospect.lookup());
        KeptRequest kept = prospect.kept();
        Parameters parameters = kept == null
                ? new Parameters(new TreeMap<>(), "the request was not kept")
                : Prospect.parameters(kept, vendor, Objects.requireNonNull(prospect.operation()));
        Origin origin = kept != null && new Vendors(vendors, known).at(kept.origin()) == vendor
                ? kept.origin()
                : known.hosts().getOrDefault(vendor.name(), vendor.origins()).get(0);
        Predicate<String> isKey = key ->
                key.equals(hold.key()) || Keys.ofApplication(hold.caller(), key).equals(hold.key());
        Outcome nothing = Outcome.unknown(null, null, vendor.name() + " shows nothing of it, which proves nothing");
        for (Map<String, String> account : accounts(vendor, kept, caller)) {
            Map<String, String> headers = new HashMap<>(account);
            headers.putAll(RealKey.headers(vendor, secret, null));
            try {
                Outcome found = look(hold, lookup, isKey, parameters, origin, headers, wire);
                if (found != null && !found.isUnknown()) {
                    return found;
                }
                nothing = found == null ? nothing : found;
            } catch (IOException e) {
                nothing = Outcome.unknown(null, null, vendor.name() + " could not be read: " + e.getMessage());
            }
        }
        return nothing;
    }

    /** The accounts in which it may have been done, each as the headers that say so; the platform's own says nothing. */
    private static Set<Map<String, String>> accounts(Vendor vendor, @Nullable KeptRequest kept, CallerPolicy caller) {
        Set<Map<String, String>> accounts = new LinkedHashSet<>();
        if (kept != null) {
            accounts.add(vendor.accountHeaders(vendor.account(kept.headers())));
        } else {
            accounts.add(vendor.accountHeaders(null));
            accounts.add(vendor.accountHeaders(caller.account()));
        }
        return accounts;
    }

    private @Nullable Outcome look(
            Unsettled hold,
            Lookup lookup,
            Predicate<String> isKey,
            Parameters parameters,
            Origin origin,
            Map<String, String> headers,
            Wire wire)
            throws IOException {
        String after = null;
        Outcome refused = null;
        for (int i = 0; i < MOST_PAGES; i++) {
            Wire.Reply reply = wire.send("GET", URI.create(origin + lookup.target(after)), headers, new byte[0]);
            if (reply.status() != 200 || !reply.whole()) {
                return Outcome.unknown(
                        reply.status(),
                        null,
                        reply.status() == 401 || reply.status() == 403
                                ? "the key of `" + hold.caller() + "` may not read events, which takes `events:read`"
                                : "what the vendor keeps could not be read");
            }
            Lookup.Page page = lookup.page(isKey, parameters, reply.body());
            if (page.result() instanceof Result.Done done) {
                Money moved = done.moved() == null ? hold.held() : done.moved();
                return new Outcome(
                        Outcomes.SETTLED, moved, null, done.objectId(), page.requestId(), "found among its events");
            }
            if (page.result() instanceof Result.Refused no) {
                refused = new Outcome(refusal(hold, 0), null, null, null, page.requestId(), no.code());
            }
            after = page.next();
            if (after == null) {
                return refused;
            }
        }
        return Outcome.unknown(null, null, "there are too many events of that time to look through");
    }

    /** What a settled hold leaves behind. */
    private final class Booking {

        private final Unsettled hold;
        private final Policy known;
        private final Books books;
        private final String call = "reconcile_" + UUID.randomUUID();

        Booking(Unsettled hold, Policy known, Books books) {
            this.hold = hold;
            this.known = known;
            this.books = books;
        }

        /** Only to be had once the admission is on disk. */
        @FunctionalInterface
        interface Deed {
            Outcome done();
        }

        /** @param decision {@code allowed}: it is about to be sent; {@code held}: nothing is, its hold is only taken up again */
        Outcome of(String decision, Deed deed) throws JournalUnavailableException {
            Instant begun = clock.instant();
            for (Entry admission : hold.admissions()) {
                if (hold.open().contains(Objects.requireNonNull(admission.call()))) {
                    books.journal().note(lost(admission, begun));
                }
            }
            books.journal()
                    .write(entry(hold.first(), begun, Kind.ADMITTED, decision).build());
            Entry first = hold.first();
            Actions actions = books.live().actions();
            if (first.key() != null && first.bodyHash() != null) {
                actions.admitted(first.key(), hold.run(), first.bodyHash(), begun);
            }
            Outcome outcome = Outcome.unknown(null, null, "it could not be carried through");
            try {
                outcome = deed.done();
            } finally {
                tell(outcome, actions);
                books.journal()
                        .write(entry(first, clock.instant(), Kind.SETTLED, outcome.word())
                                .amount(outcome.moved() == null ? hold.held() : outcome.moved())
                                .status(outcome.status())
                                .requestId(outcome.requestId())
                                .objectId(outcome.objectId())
                                .reason(outcome.why())
                                .build());
            }
            return outcome;
        }

        /** The process that made this call has ended without an outcome. */
        private Entry lost(Entry admission, Instant now) {
            return entry(admission, now, Kind.SETTLED, Outcomes.UNKNOWN)
                    .call(admission.call())
                    .reason("its process ended before its outcome was recorded")
                    .build();
        }

        private EntryBuilder entry(Entry of, Instant now, Kind kind, String decision) {
            return Entry.at(now, kind)
                    .call(call)
                    .caller(of.caller())
                    .run(of.run())
                    .attempt(of.attempt())
                    .site(SITE)
                    .vendor(of.vendor())
                    .operation(of.operation())
                    .decision(decision)
                    .amount(of.amount())
                    .key(of.key())
                    .bodyHash(of.bodyHash())
                    .policy(known.hash())
                    .outer(of.outer())
                    .labels(of.labels())
                    .subject(of.subject());
        }

        private void tell(Outcome outcome, Actions actions) {
            Ledger ledger = books.live().ledger();
            String key = hold.key();
            switch (outcome.word()) {
                case Outcomes.SETTLED -> {
                    ledger.settle(key, outcome.moved());
                    actions.done(key, outcome.objectId());
                }
                case Outcomes.REFUSED -> {
                    ledger.settle(key, Money.zero(hold.held().currency()));
                    actions.refused(key);
                }
                case Outcomes.RELEASED -> {
                    ledger.release(key);
                    actions.released(key);
                }
                default -> {
                    ledger.unknown(key);
                    actions.unknown(key);
                }
            }
        }
    }
}
