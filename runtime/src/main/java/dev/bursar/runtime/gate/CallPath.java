// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.Answer;
import dev.bursar.bridge.CallView;
import dev.bursar.bridge.GovernedCall;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Refusal;
import dev.bursar.runtime.credential.CredentialException;
import dev.bursar.runtime.credential.Credentials;
import dev.bursar.runtime.credential.Secret;
import dev.bursar.runtime.idempotency.Actions;
import dev.bursar.runtime.idempotency.ActionsUnavailableException;
import dev.bursar.runtime.identity.Scope;
import dev.bursar.runtime.identity.Scopes;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.rehearsal.Rehearsals;
import dev.bursar.runtime.vendor.Vendor;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The way of one call, from the client's request to its admission. {@link #walk} shows every stage in order. */
final class CallPath {

    private final Scopes scopes;
    private final Tracing tracing;
    private final Credentials credentials;
    private final OpenCalls open;
    private final Shelf shelf;
    private final Sealing sealing;
    private final InstantSource clock;
    private final Watch watch;

    private final Identify identify;
    private final Decide decide = new Decide();
    private final Key key = new Key();
    private final Near near = new Near();
    private final Reserve reserve = new Reserve();
    private final Rehearse rehearse;
    private final LastDecisions decisions = new LastDecisions();

    CallPath(
            Scopes scopes,
            Tracing tracing,
            Credentials credentials,
            Rehearsals rehearsals,
            OpenCalls open,
            Shelf shelf,
            Sealing sealing,
            InstantSource clock,
            Watch watch) {
        this.scopes = scopes;
        this.tracing = tracing;
        this.credentials = credentials;
        this.open = open;
        this.shelf = shelf;
        this.sealing = sealing;
        this.clock = clock;
        this.watch = watch;
        this.identify = new Identify(scopes);
        this.rehearse = new Rehearse(rehearsals);
    }

    /**
     * @param fallback the vendor in whose shape a call is refused whose own vendor cannot be told
     * @return {@code null} if there is nothing for the hook to do
     */
    @Nullable
    GovernedCall walk(CallView view, InForce inForce, Vendor fallback) {
        Draft draft = null;
        Passage passage = new Passage();
        Vendor vendor = fallback;
        try {
            Identify.Address address = Identify.address(view.client(), view.url(), inForce);
            if (address == null) {
                return null;
            }
            vendor = address.vendor();
            if (isDecidedAbove(view)) {
                return null;
            }
            draft = draft(inForce);
            draft.span = tracing.current();
            Books books = shelf.await();
            passage.books = books;

            Identified call = identify.identify(view, address, Identify.lowerCase(view.headers()), inForce, draft);
            passage.call = call;
            draft.subject = books.pseudonyms().of(vendor.subject(call.operation(), call.path(), call.parameters()));
            Books.Account account = call.mode() == Mode.REHEARSE ? books.rehearsed() : books.live();

            Money most = decide.decide(call, inForce, draft);
            Actions actions = account.actions().of(most != null);
            Keyed keyed = key.key(call, actions, draft, passage);
            if (keyed.replay() != null && call.mode() != Mode.OBSERVE) {
                return replay(call, keyed, keyed.replay(), books, draft, passage);
            }
            near.tell(call, most, keyed, actions, draft, passage);
            Hold hold = reserve.reserve(
                    call, most, keyed, account.ledger(), draft, inForce.policy().zone());
            passage.hold = hold;
            if (keyed.first() && hold.fresh()) {
                keyed.share().begins();
            }
            if (call.mode() == Mode.REHEARSE) {
                return rehearse(call, keyed, hold, account, books, draft, passage, inForce);
            }
            return send(call, keyed, hold, account, books, draft, passage);
        } catch (Turned turned) {
            return refuse(turned.refusal(), vendor, passage, inForce, draft == null ? draft(inForce) : draft);
        } catch (ActionsUnavailableException e) {
            return refuse(
                    new Refusal(
                            503,
                            "bursar_ledger",
                            "the ledger cannot tell whether this call was made before, so it is not sent: "
                                    + e.getMessage(),
                            null),
                    vendor,
                    passage,
                    inForce,
                    draft == null ? draft(inForce) : draft);
        } catch (Throwable e) {
            // Errors too: a hold must not outlive its call. Only the kind of failure, whose message may hold anything.
            Stderr.say("a call could not be decided on (" + e.getClass().getName() + "), so it is refused");
            return refuse(
                    new Refusal(503, "bursar_error", "bursar failed to decide on this call, so it is not sent", null),
                    vendor,
                    passage,
                    inForce,
                    draft == null ? draft(inForce) : draft);
        }
    }

    private Draft draft(InForce inForce) {
        Draft draft = new Draft(clock.instant(), System.nanoTime(), open.newCallId());
        draft.policy = inForce.policy().hash();
        return draft;
    }

    /** Nothing of the run will be asked again. */
    void runClosed(String run) {
        near.runClosed(run);
    }

    /**
     * Whether an outer hook above has opened this very call, which is so of most that the clients under an SDK make: nothing else is done before
     * it is asked. A mark that is not of an open call is a forgery, or comes too late.
     */
    private boolean isDecidedAbove(CallView view) throws Turned {
        String mark = Identify.mark(view.headers());
        if (mark == null) {
            return false;
        }
        if (open.get(mark) == null) {
            throw new Turned(401, "bursar_mark", "the request carries a mark of no call that is open");
        }
        return true;
    }

    private GovernedCall send(
            Identified call, Keyed keyed, Hold hold, Books.Account account, Books books, Draft draft, Passage passage)
            throws Turned {
        if (open.isFull()) {
            throw new Turned(503, "bursar_busy", "too many calls are on their way and have not ended");
        }
        boolean observed = call.mode() == Mode.OBSERVE;
        if (draft.amount != null) {
            draft.siteIfUnknown();
        }
        Secret secret = observed ? null : secret(call);
        OpenCall sent = new OpenCall(
                open.newMark(),
                call,
                secret,
                hold,
                keyed,
                passage.begun,
                draft,
                new Settle(books, account.actions(), open, clock, watch));
        Entry entry = sealing.seal(
                draft.entry(observed ? Kind.OBSERVED : Kind.ADMITTED, draft.at, "allowed")
                        .reason(doubt(draft))
                        .build(),
                call,
                keyed);
        try {
            if (draft.amount != null && !observed) {
                long before = System.nanoTime();
                books.journal().write(entry);
                draft.journalNanos = System.nanoTime() - before;
            } else {
                books.journal().note(entry);
            }
        } catch (JournalUnavailableException e) {
            if (draft.amount != null && !observed) {
                neverSent(books, draft);
            }
            throw new Turned(
                    503, "bursar_journal", "the call cannot be recorded, so it is not sent: " + e.getMessage());
        }
        if (keyed.key() != null && !observed) {
            passage.admission = () -> account.actions().released(keyed.name());
            account.actions().admitted(keyed.name(), call.root(), Objects.requireNonNull(draft.bodyHash), draft.at);
        }
        open.add(sent);
        decided(observed ? LastDecisions.OBSERVED : LastDecisions.ADMITTED, draft, null, passage);
        return sent;
    }

    /** A disk that answers too late may have taken the admission all the same: whoever reads it must not take the call for one on its way. */
    private void neverSent(Books books, Draft draft) {
        try {
            books.journal()
                    .note(draft.entry(Kind.SETTLED, clock.instant(), Outcomes.RELEASED)
                            .reason("never sent")
                            .amount(draft.amount)
                            .build());
        } catch (JournalUnavailableException e) {
            // It stays charged after a restart, and is listed as unknown.
        }
    }

    private Secret secret(Identified call) throws Turned {
        String source = call.caller().credential();
        if (source == null) {
            throw new Turned(
                    401,
                    "bursar_credential",
                    "caller `" + call.caller().name() + "` has no `credential` in the policy");
        }
        try {
            return credentials.get(source);
        } catch (CredentialException e) {
            throw new Turned(
                    503,
                    "bursar_credential",
                    "the key of caller `" + call.caller().name() + "` cannot be had: " + e.getMessage());
        }
    }

    private GovernedCall rehearse(
            Identified call,
            Keyed keyed,
            Hold hold,
            Books.Account account,
            Books books,
            Draft draft,
            Passage passage,
            InForce inForce)
            throws Turned {
        Answer answer = rehearse.answer(call, keyed, hold, account.actions(), draft, passage, inForce);
        note(books, draft, Kind.REHEARSED, "allowed", doubt(draft), draft.amount, answer.status());
        decided(LastDecisions.REHEARSED, draft, null, passage);
        return new AnsweredCall(answer);
    }

    private static @Nullable String doubt(Draft draft) {
        return draft.near == null ? null : Near.POSSIBLE_DUPLICATE;
    }

    /** The amount is left out: it was counted with the first result. */
    private GovernedCall replay(Identified call, Keyed keyed, Answer first, Books books, Draft draft, Passage passage)
            throws Turned {
        Kind kind = call.mode() == Mode.REHEARSE ? Kind.REHEARSED : Kind.SETTLED;
        note(books, draft, kind, Outcomes.REPLAYED, "the same action in other words", null, first.status());
        keyed.share().leaveUnmoved(() -> {});
        decided(LastDecisions.REPLAYED, draft, null, passage);
        return new AnsweredCall(first);
    }

    private void decided(String outcome, Draft draft, @Nullable Refusal refusal, Passage passage) {
        decisions.remember(outcome, draft, refusal);
        watch.decided(outcome, draft, refusal, passage);
    }

    private void note(
            Books books,
            Draft draft,
            Kind kind,
            String decision,
            @Nullable String reason,
            @Nullable Money amount,
            int status)
            throws Turned {
        try {
            books.journal()
                    .note(draft.entry(kind, draft.at, decision)
                            .reason(reason)
                            .amount(amount)
                            .status(status)
                            .build());
        } catch (JournalUnavailableException e) {
            throw new Turned(503, "bursar_journal", "the call cannot be recorded: " + e.getMessage());
        }
    }

    private GovernedCall refuse(Refusal refusal, Vendor vendor, Passage passage, InForce inForce, Draft draft) {
        passage.undo();
        if (refusal.rule() != null) {
            draft.rule = refusal.rule();
        }
        Mode mode = mode(passage, inForce, draft);
        decided(mode == Mode.OBSERVE ? LastDecisions.OBSERVED : LastDecisions.REFUSED, draft, refusal, passage);
        Books books = passage.books != null ? passage.books : shelf.ifReady();
        if (books != null) {
            draft.siteIfUnknown();
            try {
                books.journal()
                        .note(draft.entry(mode == Mode.OBSERVE ? Kind.OBSERVED : Kind.REFUSED, draft.at, "refused")
                                .reason(refusal.code())
                                .status(refusal.status())
                                .build());
            } catch (JournalUnavailableException e) {
                Stderr.say("a refusal (" + refusal.code() + ") could not be recorded: " + e.getMessage());
            } catch (Throwable e) {
                Stderr.say("a refusal (" + refusal.code() + ") could not be recorded ("
                        + e.getClass().getName() + ")");
            }
        }
        if (mode == Mode.OBSERVE) {
            ObservedCall observed = new ObservedCall(open.newMark(), open);
            open.add(observed);
            return observed;
        }
        return new AnsweredCall(vendor.refusal(refusal));
    }

    /** As the bridge's {@code Gate#lastDecision}. */
    @Nullable
    Map<String, String> lastDecision() {
        return decisions.last();
    }

    private Mode mode(Passage passage, InForce inForce, Draft draft) {
        if (passage.call != null) {
            return passage.call.mode();
        }
        Scope scope = scopes.current();
        List<String> callers = new ArrayList<>(scope == null ? List.of() : scope.callers());
        if (draft.caller != null) {
            callers.add(draft.caller);
        }
        return inForce.mode(callers, scope != null && scope.rehearsal());
    }
}
