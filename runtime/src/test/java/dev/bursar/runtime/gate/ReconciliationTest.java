// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Origin;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.credential.Credentials;
import dev.bursar.runtime.idempotency.State;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import dev.bursar.runtime.policy.Keeping;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.policy.SealSettings;
import dev.bursar.runtime.vendor.StripeVendor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReconciliationTest {

    private static final Cap DAY = new Cap.OfMoney(Money.parse("100.00 USD"), Window.DAY);
    private static final String SECRET = "b5b0a6f1c2d3e4f5061728394a5b6c7d";

    private static Policies.Caller billing() {
        return Policies.caller("Billing")
                .runId("arg0")
                .allow("POST /v1/charges", Map.of("amount", Policies.max("50.00 USD")))
                .cap("100.00 USD", Window.DAY);
    }

    private static Policy policy(boolean sealed, Policies.Caller... callers) {
        return policy(sealed, Mode.ENFORCE, Map.of(), callers);
    }

    private static Policy policy(
            boolean sealed, Mode mode, Map<String, List<Origin>> hosts, Policies.Caller... callers) {
        Policy bare = Policies.policy(mode, hosts, callers);
        SealSettings seal = sealed ? new SealSettings("env:SEAL", Policies.line(2)) : null;
        return new Policy(
                bare.file(),
                bare.hash(),
                bare.mode(),
                bare.zone(),
                bare.state(),
                bare.callers(),
                bare.hosts(),
                bare.rehearsing(),
                new Keeping(bare.keeping().ledger(), null, null, seal, null),
                bare.watching());
    }

    private static House house(Policy policy) {
        House house = new House(policy);
        house.environment.put("SEAL", SECRET);
        return house;
    }

    private final FakeStripe stripe = new FakeStripe();
    private House house = house(policy(true, billing()));

    private static List<Unsettled> unsettled(House house) {
        UnsettledHolds holds = new UnsettledHolds();
        house.journal.recorded().forEach(holds::accept);
        return holds.list();
    }

    private Unsettled only() {
        assertThat(unsettled(house)).hasSize(1);
        return unsettled(house).get(0);
    }

    private Reconciliation reconciliation(Policy policy) {
        return new Reconciliation(
                policy,
                List.of(new StripeVendor()),
                new Credentials(house.environment::get, house.nanos::get),
                house.clock);
    }

    private Reconciliation.Outcome settle() throws JournalUnavailableException {
        return reconciliation(house.policy).settle(only(), house.books, stripe, true);
    }

    private Way way(Policy policy) {
        return reconciliation(policy).way(only());
    }

    /** A charge whose answer is lost. */
    private Client.Sent lost(String order, long cents) {
        Client.Sent sent = house.run("Billing", order, () -> house.client().charge(cents));
        sent.key();
        sent.failed();
        return sent;
    }

    private void restart() {
        List<Recorded> before = house.journal.recorded();
        House next = new House(house.policy, null, before);
        next.environment.putAll(house.environment);
        // What reconciles writes into the same journal.
        before.forEach(each -> next.journal.add(each.entry()));
        next.pass(Duration.between(next.now(), house.now()));
        house = next;
    }

    private void assertCharged(String spent) {
        assertThat(new Money(house.balance("Billing", DAY).spent(), "usd")).hasToString(spent + " USD");
        assertThat(house.balance("Billing", DAY).held()).isZero();
        for (int i = 0; i < 2; i++) {
            House again = new House(house.policy, null, house.journal.recorded());
            again.pass(Duration.between(again.now(), house.now()));
            assertThat(again.balance("Billing", DAY).spent()
                            + again.balance("Billing", DAY).held())
                    .as("rebuilt")
                    .isEqualTo(Money.parse(spent + " USD").micros());
        }
    }

    /** As where another machine, which shares the ledger, sent it first. */
    @Test
    void does_not_repeat_what_somebody_else_sent_longer_ago_than_the_vendor_remembers() throws Exception {
        lost("order 1", 3_000);
        Unsettled hold = only();
        Books.Account shared = House.account();
        shared.actions()
                .restore(
                        hold.key(),
                        hold.run(),
                        hold.first().bodyHash(),
                        house.now().minus(Duration.ofHours(20)),
                        State.UNKNOWN,
                        null);
        house.pass(Duration.ofHours(10));
        Books books = new Books(house.books.journal(), shared, house.books.rehearsed());
        Reconciliation.Outcome outcome = reconciliation(house.policy).settle(hold, books, stripe, true);
        assertThat(outcome.isUnknown()).isTrue();
        assertThat(stripe.seen).noneMatch(each -> each.method().equals("POST"));
    }

    @Test
    void repeats_exactly_what_was_sent_and_settles_with_what_it_moved() throws Exception {
        Client.Sent sent = house.run(
                "Billing",
                "order 1",
                () -> house.client()
                        .header("Stripe-Version", "2026-01-01.clover")
                        .header("X-Private", "not for you")
                        .header("Authorization", "Bearer vk_Billing")
                        .charge("amount=2000&currency=usd&customer=cus_1"));
        String key = sent.key();
        sent.failed();
        restart();

        Reconciliation.Outcome outcome = settle();

        assertThat(outcome.word()).isEqualTo("settled");
        assertThat(outcome.objectId()).isEqualTo("ch_1");
        FakeStripe.Seen seen = stripe.seen.get(0);
        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.uri()).hasToString("https://api.stripe.com:443/v1/charges");
        assertThat(seen.body()).isEqualTo("amount=2000&currency=usd&customer=cus_1");
        assertThat(seen.headers())
                .isEqualTo(Map.of(
                        "content-type",
                        "application/x-www-form-urlencoded",
                        "stripe-version",
                        "2026-01-01.clover",
                        "Idempotency-Key",
                        key,
                        "Authorization",
                        "Bearer rk_test_Billing"));
        assertCharged("20.00");
        assertThat(unsettled(house)).isEmpty();
    }

    @Test
    void admits_a_repeat_on_disk_before_it_leaves() throws Exception {
        lost("order 1", 2000);
        house.journal.broken = "the disk is full";

        assertThatThrownBy(this::settle).isInstanceOf(JournalUnavailableException.class);

        assertThat(stripe.seen).isEmpty();
        house.journal.broken = null;
        int before = house.journal.durable().size();
        stripe.onSend = () -> assertThat(house.journal.durable())
                .hasSize(before + 1)
                .last()
                .extracting(Entry::kind)
                .isEqualTo(Kind.ADMITTED);
        settle();
        assertThat(stripe.seen).hasSize(1);
    }

    @Test
    void settles_what_a_killed_process_had_sent() throws Exception {
        house.run("Billing", "order 1", () -> house.client().charge(2000)).key();
        restart();
        assertThat(only().open()).hasSize(1);
        assertThat(only().why()).isEqualTo("no outcome was recorded");

        assertThat(settle().word()).isEqualTo("settled");

        assertCharged("20.00");
        assertThat(house.journal.of(Kind.SETTLED))
                .extracting(Entry::decision, Entry::reason)
                .startsWith(org.assertj.core.groups.Tuple.tuple(
                        "unknown", "its process ended before its outcome was recorded"));
    }

    @Test
    void settles_several_calls_under_one_key_as_the_one_hold_they_are() throws Exception {
        String first = lost("order 1", 2000).mark();
        house.pass(Duration.ofHours(1));
        String second = lost("order 1", 2000).mark();
        assertThat(first).isNotEqualTo(second);
        assertThat(only().admissions()).hasSize(2);

        settle();

        assertThat(stripe.seen).hasSize(1);
        assertCharged("20.00");
    }

    @Test
    void repeats_under_the_applications_own_key_which_the_journal_does_not_show() throws Exception {
        Client.Sent sent = house.run(
                "Billing",
                "order 1",
                () -> house.client()
                        .header("Idempotency-Key", "invoice 17 of Erika")
                        .charge(2000));
        sent.key();
        sent.failed();
        assertThat(house.journal.entries().toString()).doesNotContain("Erika", "invoice 17");

        assertThat(settle().word()).isEqualTo("settled");

        assertThat(stripe.seen.get(0).headers()).containsEntry("Idempotency-Key", "invoice 17 of Erika");
        assertThat(house.journal.entries().toString()).doesNotContain("Erika", "invoice 17");
        assertCharged("20.00");
    }

    @Test
    void lets_go_of_a_declined_repeat_once_the_vendor_answers_it_from_its_store() throws Exception {
        lost("order 1", 2000);
        stripe.status = 402;
        stripe.answer = "{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\"}}";

        Reconciliation.Outcome outcome = settle();

        assertThat(outcome.word()).isEqualTo("refused");
        assertThat(outcome.why()).isEqualTo("card_declined");
        assertThat(stripe.seen).hasSize(2);
        assertCharged("0.00");
        assertThat(unsettled(house)).isEmpty();
    }

    @Test
    void keeps_what_is_refused_without_a_stored_answer_charged() throws Exception {
        lost("order 1", 2000);
        stripe.status = 402;
        stripe.answer = "{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\"}}";
        stripe.remembers = false;

        assertThat(settle().isUnknown()).isTrue();

        assertCharged("20.00");
        assertThat(unsettled(house)).hasSize(1);
    }

    static Stream<Arguments> answers_that_prove_nothing() {
        return Stream.of(
                Arguments.of(500, "{}"),
                Arguments.of(302, ""),
                Arguments.of(401, "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"api_key_expired\"}}"),
                Arguments.of(
                        403, "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"more_permissions_required\"}}"),
                Arguments.of(409, "{\"error\":{\"type\":\"idempotency_error\",\"code\":\"idempotency_key_in_use\"}}"),
                Arguments.of(400, "{\"error\":{\"type\":\"idempotency_error\"}}"),
                Arguments.of(429, "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"rate_limit\"}}"));
    }

    @ParameterizedTest
    @MethodSource("answers_that_prove_nothing")
    void keeps_a_hold_whose_repeat_is_answered_with_what_proves_nothing(int status, String answer) throws Exception {
        lost("order 1", 2000);
        stripe.status = status;
        stripe.answer = answer;
        stripe.remembers = false;

        assertThat(settle().isUnknown()).isTrue();

        assertCharged("20.00");
        assertThat(unsettled(house)).hasSize(1);
        stripe.answer = FakeStripe.charge(2000);
        stripe.status = 200;
        assertThat(settle().word()).isEqualTo("settled");
        assertCharged("20.00");
    }

    @Test
    void keeps_a_hold_whose_repeat_is_not_answered() throws Exception {
        lost("order 1", 2000);
        stripe.breaks = true;

        assertThat(settle().why()).isEqualTo("no answer came to the repeat: broken");
        assertCharged("20.00");
    }

    @Test
    void repeats_until_the_vendors_window_ends_and_never_after() throws Exception {
        lost("order 1", 2000);
        house.pass(Duration.ofHours(22).plusMinutes(59));
        assertThat(way(house.policy).kind()).isEqualTo(Way.Kind.REPEAT);
        house.pass(Duration.ofMinutes(2));
        assertThat(way(house.policy).kind()).isEqualTo(Way.Kind.READ);
        assertThat(way(house.policy).why()).contains("older than 23 h");

        assertThat(settle().isUnknown()).isTrue();
        assertThat(stripe.seen).extracting(FakeStripe.Seen::method).containsOnly("GET");

        house.pass(Duration.ofDays(30));
        assertThat(way(house.policy).kind()).isEqualTo(Way.Kind.NONE);
        stripe.seen.clear();
        settle();
        assertThat(stripe.seen).isEmpty();
        assertThat(unsettled(house)).hasSize(1);
    }

    @Test
    void reckons_the_window_from_the_first_call_under_the_key() throws Exception {
        lost("order 1", 2000);
        house.pass(Duration.ofHours(20));
        lost("order 1", 2000);
        house.pass(Duration.ofHours(4));

        assertThat(way(house.policy).kind()).isEqualTo(Way.Kind.READ);
    }

    @Test
    void repeats_nothing_when_the_clock_stands_before_the_call() {
        lost("order 1", 2000);
        house.pass(Duration.ofHours(-1));

        assertThat(way(house.policy).why()).contains("the clock stands before the call");
    }

    static Stream<Arguments> policies_that_say_no() {
        return Stream.of(
                Arguments.of(policy(true, billing().revoked()), "`Billing` is revoked"),
                Arguments.of(policy(true, billing().expires(House.NOON)), "`Billing` has expired"),
                Arguments.of(
                        policy(true, billing().mode(Mode.REHEARSE)),
                        "`Billing` is in mode `rehearse`, in which nothing is sent for it"),
                Arguments.of(
                        policy(true, Mode.OBSERVE, Map.of(), billing()),
                        "`Billing` is in mode `observe`, in which nothing is sent for it"),
                Arguments.of(policy(true, billing().withoutCredential()), "`Billing` has no `credential`"),
                Arguments.of(
                        policy(true, Policies.caller("Other").allow("POST /v1/charges")),
                        "the policy has no caller `Billing` any more"));
    }

    @ParameterizedTest
    @MethodSource("policies_that_say_no")
    void sends_nothing_for_a_caller_that_may_not_call_any_more(Policy policy, String why) throws Exception {
        lost("order 1", 2000);

        assertThat(way(policy)).isEqualTo(new Way(Way.Kind.NONE, why));
        assertThat(reconciliation(policy)
                        .settle(only(), house.books, stripe, true)
                        .why())
                .isEqualTo(why);
        assertThat(stripe.seen).isEmpty();
    }

    static Stream<Arguments> policies_that_forbid_the_request() {
        Policies.Caller narrower =
                Policies.caller("Billing").allow("POST /v1/charges", Map.of("amount", Policies.max("10.00 USD")));
        return Stream.of(
                Arguments.of(policy(true, narrower), "the policy does not allow it any more (bursar_amount_too_high)"),
                Arguments.of(
                        policy(true, Policies.caller("Billing").allow("GET /v1/charges")),
                        "the policy does not allow it any more (bursar_operation_not_allowed)"),
                Arguments.of(
                        policy(
                                true,
                                Mode.ENFORCE,
                                Map.of("stripe", List.of(new Origin("http", "127.0.0.1", 4242))),
                                billing()),
                        "it went to https://api.stripe.com:443, which is not among the hosts of `stripe` in the policy"),
                Arguments.of(policy(false, billing()), "the request cannot be repeated: the policy has no `seal`"));
    }

    @ParameterizedTest
    @MethodSource("policies_that_forbid_the_request")
    void repeats_nothing_that_the_policy_does_not_allow_any_more(Policy policy, String why) throws Exception {
        lost("order 1", 2000);

        assertThat(way(policy).kind()).isEqualTo(Way.Kind.READ);
        assertThat(way(policy).why()).startsWith(why.substring(0, Math.min(why.length(), 50)));
        reconciliation(policy).settle(only(), house.books, stripe, true);
        assertThat(stripe.seen).extracting(FakeStripe.Seen::method).containsOnly("GET");
    }

    @Test
    void opens_a_request_only_with_its_own_secret_and_in_its_own_record() {
        lost("order 1", 2000);
        house.environment.put("SEAL", SECRET.replace('b', 'c'));
        assertThat(way(house.policy).why()).contains("sealed with another secret, or has been changed");
        house.environment.put("SEAL", SECRET);

        lost("order 2", 3000);
        List<Unsettled> both = unsettled(house);
        Entry first = both.get(0).first();
        Entry swapped = first.change().sealed(both.get(1).first().sealed()).build();
        assertThat(reconciliation(house.policy)
                        .way(new Unsettled(both.get(0).key(), List.of(swapped), List.of(), null))
                        .why())
                .contains("has been changed");
        for (Entry changed : List.of(
                first.change().amount(Money.parse("1.00 USD")).build(),
                first.change().run("another").build(),
                first.change().call("another").build())) {
            assertThat(reconciliation(house.policy)
                            .way(new Unsettled(both.get(0).key(), List.of(changed), List.of(), null))
                            .why())
                    .contains("has been changed");
        }
    }

    /** Made younger, it would be repeated after the vendor has forgotten its key. */
    @Test
    void opens_no_request_whose_record_has_been_given_another_time() {
        lost("order 1", 2000);
        Entry first = only().first();
        assertThat(way(retimed(first, first.time())).kind()).isEqualTo(Way.Kind.REPEAT);
        assertThat(way(retimed(first, first.time().plusNanos(1_000))).why()).contains("has been changed");
    }

    private Way way(Entry admission) {
        return reconciliation(house.policy)
                .way(new Unsettled(Objects.requireNonNull(admission.key()), List.of(admission), List.of(), null));
    }

    private static Entry retimed(Entry entry, Instant time) {
        return Entry.at(time, Kind.ADMITTED)
                .call(entry.call())
                .caller(entry.caller())
                .run(entry.run())
                .vendor(entry.vendor())
                .operation(entry.operation())
                .amount(entry.amount())
                .key(entry.key())
                .bodyHash(entry.bodyHash())
                .sealed(entry.sealed())
                .build();
    }

    @Test
    void seals_only_what_moves_money_and_says_what_it_could_not() {
        house.run(
                "Billing",
                "order 1",
                () -> house.client()
                        .charge("amount=2000&currency=usd&customer=cus_1&description=" + "x".repeat(60_000)));
        Entry large = house.journal.last();
        assertThat(large.sealed()).isNull();
        assertThat(large.reason()).isEqualTo("not sealed: it is too large");
        assertThat(way(house.policy).why()).isEqualTo("its request was not sealed: it is too large");

        house.run(
                "Billing",
                "order 2",
                () -> house.client()
                        .charge("amount=2000&currency=usd&customer=cus_1&description=" + "x".repeat(48_000)));
        assertThat(Objects.requireNonNull(house.journal.last().sealed()).length())
                .isBetween(60_000, Entry.LONGEST_SEALED);
    }

    @Test
    void refuses_what_is_to_be_sealed_when_there_is_no_secret() {
        house = new House(policy(true, billing()));
        Client.Sent sent = house.run("Billing", "order 1", () -> house.client().charge(2000));

        assertThat(sent.status()).isEqualTo(503);
        assertThat(sent.text()).contains("bursar_seal", "the environment variable `SEAL` is not set");
        assertThat(house.balance("Billing", DAY).held()).isZero();
    }

    @Test
    void finds_a_charge_among_the_events_without_having_kept_its_request() throws Exception {
        house = house(policy(false, billing()));
        Client.Sent sent = lost("order 1", 2000);
        house.pass(Duration.ofDays(3));
        assertThat(house.journal.entries()).allMatch(entry -> entry.sealed() == null);
        stripe.events.add(FakeStripe.event("charge.succeeded", "another", 100));
        stripe.events.add(FakeStripe.event(
                "charge.succeeded", Objects.requireNonNull(only().first().key()), 1500));

        Reconciliation.Outcome outcome = settle();

        assertThat(sent.governed().answer()).isNull();
        assertThat(outcome.word()).isEqualTo("settled");
        assertThat(outcome.moved()).hasToString("15.00 USD");
        assertThat(unsettled(house)).isEmpty();
        assertThat(stripe.seen).extracting(FakeStripe.Seen::method).containsExactly("GET", "GET");
        House again = new House(house.policy, null, house.journal.recorded());
        assertThat(again.balance("Billing", DAY).spent()).isEqualTo(15_000_000);
    }

    @Test
    void looks_up_instead_of_repeating_if_told_to_and_takes_absence_for_nothing() throws Exception {
        lost("order 1", 2000);

        Reconciliation.Outcome outcome = reconciliation(house.policy).settle(only(), house.books, stripe, false);

        assertThat(outcome.why()).isEqualTo("stripe shows nothing of it, which proves nothing");
        assertThat(stripe.seen).extracting(FakeStripe.Seen::method).containsOnly("GET");
        assertCharged("20.00");
        stripe.status = 403;
        assertThat(reconciliation(house.policy)
                        .settle(only(), house.books, stripe, false)
                        .why())
                .contains("`events:read`");
        stripe.status = 200;
        stripe.events.add(FakeStripe.event(
                "charge.failed", Objects.requireNonNull(only().first().key()), 2000));
        assertThat(reconciliation(house.policy)
                        .settle(only(), house.books, stripe, false)
                        .word())
                .isEqualTo("refused");
        assertCharged("0.00");
    }

    @Test
    void says_no_secret_and_no_request_in_anything_that_is_printed() throws Exception {
        lost("order 1", 2000);
        List<String> shown = new ArrayList<>();
        shown.add(way(house.policy).toString());
        shown.add(only().toString());
        shown.add(settle().toString());
        house.journal
                .entries()
                .forEach(entry -> shown.add(entry.change().sealed(null).build().toString()));

        assertThat(shown)
                .noneMatch(text -> text.contains("rk_test") || text.contains(SECRET) || text.contains("cus_1"));
    }
}
