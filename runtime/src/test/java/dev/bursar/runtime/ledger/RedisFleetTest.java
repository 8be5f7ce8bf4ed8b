// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import static dev.bursar.runtime.ledger.LedgerContract.BILLING;
import static dev.bursar.runtime.ledger.LedgerContract.NEW_YORK;
import static dev.bursar.runtime.ledger.LedgerContract.NOON;
import static dev.bursar.runtime.ledger.LedgerContract.at;
import static dev.bursar.runtime.ledger.LedgerContract.calls;
import static dev.bursar.runtime.ledger.LedgerContract.cap;
import static dev.bursar.runtime.ledger.LedgerContract.exhausted;
import static dev.bursar.runtime.ledger.LedgerContract.held;
import static dev.bursar.runtime.ledger.LedgerContract.look;
import static dev.bursar.runtime.ledger.LedgerContract.only;
import static dev.bursar.runtime.ledger.LedgerContract.request;
import static dev.bursar.runtime.ledger.LedgerContract.stands;
import static dev.bursar.runtime.ledger.LedgerContract.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.redis.Membership;
import dev.bursar.runtime.redis.RealRedis;
import dev.bursar.runtime.redis.RedisAddress;
import dev.bursar.runtime.redis.RedisException;
import dev.bursar.runtime.redis.SharedRedis;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a ledger that several processes share can get wrong: each other, the server, and the way to it. */
class RedisFleetTest {

    private static final Cap DAY = cap(usd(10), Window.DAY);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final String prefix = UUID.randomUUID().toString();
    private RealRedis redis;

    @BeforeEach
    void start() throws IOException {
        redis = keep(RealRedis.start());
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }

    /** One process of the fleet, with what it has told. */
    private final class Member implements SharedRedis.Witness {
        final List<Membership> remembered = new CopyOnWriteArrayList<>();
        final List<String> troubles = new CopyOnWriteArrayList<>();
        final SharedRedis shared;
        final RedisLedger ledger;

        Member() {
            this(redis.address(prefix), Membership.fresh(), true);
        }

        Member(RedisAddress address, Membership membership, boolean toldTime) {
            shared = keep(new SharedRedis(address, membership, this));
            ledger = new RedisLedger(shared, NEW_YORK, true, toldTime);
        }

        @Override
        public void remembered(Membership membership) {
            remembered.add(membership);
        }

        @Override
        public void troubled(String what) {
            troubles.add(what);
        }

        Membership last() {
            return remembered.get(remembered.size() - 1);
        }
    }

    private static String why(Reservation reservation) {
        assertThat(reservation).isInstanceOf(Reservation.Unavailable.class);
        return ((Reservation.Unavailable) reservation).why();
    }

    // Each other

    @Test
    void counts_what_another_process_has_spent() {
        Member one = new Member();
        Member other = new Member();
        held(one.ledger.reserve(request("a", usd(6), DAY)));
        stands(exhausted(other.ledger.reserve(request("b", usd(5), DAY))), 0, 6);
        one.ledger.settle("a", usd(3));
        stands(only(other.ledger.reserve(request("b", usd(5), DAY))), 3, 5);
        assertThat(held(one.ledger.reserve(request("b", usd(5), DAY))).fresh()).isFalse();
    }

    @Test
    void does_not_let_go_a_hold_while_another_process_carries_its_key() {
        Member one = new Member();
        Member other = new Member();
        held(one.ledger.reserve(request("a", usd(6), DAY)));
        assertThat(held(other.ledger.reserve(request("a", usd(6), DAY))).fresh())
                .isFalse();
        one.ledger.release("a");
        stands(look(one.ledger, NOON, DAY), 0, 6);
        other.ledger.unknown("a");
        one.ledger.release("a");
        stands(look(one.ledger, NOON, DAY), 6, 0);
        other.ledger.release("a");
        stands(look(one.ledger, NOON, DAY), 0, 0);
    }

    /** A month that begins at another second is another bucket, and every cap would have room again. */
    @Test
    void refuses_to_count_in_another_time_zone_than_the_ledger_does() throws Exception {
        Member newYork = new Member();
        held(newYork.ledger.reserve(request("a", usd(6), DAY)));
        SharedRedis shared = keep(new SharedRedis(redis.address(prefix), Membership.fresh(), RealRedis.DEAF));
        RedisLedger paris = new RedisLedger(shared, ZoneId.of("Europe/Paris"), true, true);
        assertThat(why(paris.reserve(request("b", usd(6), DAY))))
                .contains("`America/New_York`", "`Europe/Paris`", "`prefix`");
        SharedRedis alike = keep(new SharedRedis(redis.address(prefix), Membership.fresh(), RealRedis.DEAF));
        exhausted(new RedisLedger(alike, ZoneId.of("US/Eastern"), true, true).reserve(request("b", usd(6), DAY)));
    }

    /** A release is waiting while the server is away; meanwhile the next call has taken up the same hold, and is on its way. */
    @Test
    void a_release_told_late_does_not_let_go_what_was_taken_up_since() throws Exception {
        RealRedis durable = keep(RealRedis.start("--appendonly", "yes", "--appendfsync", "always"));
        Member one = new Member(durable.address(prefix), Membership.fresh(), true);
        Member other = new Member(durable.address(prefix), Membership.fresh(), true);
        held(one.ledger.reserve(request("a", usd(6), DAY)));
        durable.kill();
        one.ledger.release("a");
        durable.startAgain();
        held(one.ledger.reserve(request("a", usd(6), DAY)));
        one.shared.close();
        stands(look(other.ledger, NOON, DAY), 0, 6);
        exhausted(other.ledger.reserve(request("b", usd(5), DAY)));
    }

    /** What a vendor refuses it need not remember: under the same key it may say yes to another machine. */
    @Test
    void a_refusal_leaves_charged_what_another_member_has_on_its_way() throws Exception {
        Member one = new Member();
        Member other = new Member();
        held(one.ledger.reserve(request("a", usd(6), DAY)));
        held(other.ledger.reserve(request("a", usd(6), DAY)));
        one.ledger.settle("a", usd(0));
        exhausted(one.ledger.reserve(request("b", usd(5), DAY)));
        other.ledger.settle("a", usd(6));
        stands(look(one.ledger, NOON, DAY), 6, 0);
    }

    @Test
    void refusals_of_all_who_carry_a_key_let_it_go() throws Exception {
        Member one = new Member();
        Member other = new Member();
        held(one.ledger.reserve(request("a", usd(6), DAY)));
        held(other.ledger.reserve(request("a", usd(6), DAY)));
        one.ledger.settle("a", usd(0));
        other.ledger.settle("a", usd(0));
        stands(look(one.ledger, NOON, DAY), 0, 0);
        held(one.ledger.reserve(request("b", usd(10), DAY)));
    }

    @Test
    void a_release_told_late_lets_go_what_nobody_has_taken_up_since() throws Exception {
        RealRedis durable = keep(RealRedis.start("--appendonly", "yes", "--appendfsync", "always"));
        Member one = new Member(durable.address(prefix), Membership.fresh(), true);
        held(one.ledger.reserve(request("a", usd(6), DAY)));
        durable.kill();
        one.ledger.release("a");
        durable.startAgain();
        one.shared.close();
        Member other = new Member(durable.address(prefix), Membership.fresh(), true);
        stands(look(other.ledger, NOON, DAY), 0, 0);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void never_exceeds_one_cap_with_two_processes_of_16_threads_against_it(long seed) throws Exception {
        long limit = 900_000_000L;
        Cap cap = new Cap.OfMoney(new Money(limit, "usd"), Window.DAY);
        List<RedisLedger> ledgers = List.of(
                new Member(redis.address(prefix, Duration.ofSeconds(5), null), Membership.fresh(), false).ledger,
                new Member(redis.address(prefix, Duration.ofSeconds(5), null), Membership.fresh(), false).ledger);
        AtomicLong exposed = new AtomicLong();
        AtomicLong worst = new AtomicLong();
        AtomicInteger refused = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 32; t++) {
                int thread = t;
                all.add(threads.submit(() -> {
                    Random random = new Random(seed * 1_000 + thread);
                    RedisLedger ledger = ledgers.get(thread % 2);
                    for (int call = 0; call < 100; call++) {
                        String key = thread + "-" + call;
                        long amount = 1 + random.nextInt(2_000_000);
                        Reservation answer = ledger.reserve(new HoldRequest(
                                key, BILLING, "run", Instant.now(), new Money(amount, "usd"), List.of(cap)));
                        if (answer instanceof Reservation.Exhausted) {
                            refused.incrementAndGet();
                            continue;
                        }
                        held(answer);
                        worst.accumulateAndGet(exposed.addAndGet(amount), Math::max);
                        if (random.nextInt(4) == 0) {
                            exposed.addAndGet(-amount);
                            ledger.release(key);
                        } else {
                            ledger.settle(key, null);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(worst.get()).isLessThanOrEqualTo(limit);
        assertThat(refused.get()).isPositive();
        Reservation.Balance end =
                only(ledgers.get(0).reserve(new HoldRequest("end", BILLING, "run", Instant.now(), null, List.of(cap))));
        assertThat(end.spent()).isEqualTo(exposed.get());
        assertThat(end.held()).isZero();
    }

    // Numbers

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void counts_to_the_last_millionth_far_above_what_a_script_counts_with_by_itself(long seed) {
        Random random = new Random(seed);
        Member member = new Member();
        BigInteger spent = BigInteger.ZERO;
        for (int i = 0; i < 60; i++) {
            long room = BigInteger.valueOf(Long.MAX_VALUE - 1).subtract(spent).longValueExact();
            long amount = Math.min(room, (random.nextLong() & Long.MAX_VALUE) >>> random.nextInt(60));
            if (amount == 0) {
                continue;
            }
            long limit = spent.longValueExact() + amount;
            Cap tight = cap(new Money(limit - 1, "usd"), Window.DAY);
            assertThat(exhausted(member.ledger.reserve(request("k" + i, new Money(amount, "usd"), tight)))
                            .spent())
                    .isEqualTo(spent.longValueExact());
            Cap just = cap(new Money(limit, "usd"), Window.DAY);
            Reservation.Balance balance = only(member.ledger.reserve(request("k" + i, new Money(amount, "usd"), just)));
            assertThat(BigInteger.valueOf(balance.spent()).add(BigInteger.valueOf(balance.held())))
                    .isEqualTo(BigInteger.valueOf(limit));
            long moved = i % 3 == 0 ? amount - random.nextInt((int) Math.min(amount, 1_000)) : amount;
            member.ledger.settle("k" + i, new Money(moved, "usd"));
            spent = spent.add(BigInteger.valueOf(moved));
            assertThat(look(member.ledger, NOON, just).spent()).isEqualTo(spent.longValueExact());
        }
        assertThat(spent).isGreaterThan(BigInteger.ONE.shiftLeft(60));
    }

    // Time

    @Test
    void counts_in_the_windows_of_the_servers_clock_however_the_machines_are_set() {
        Cap minute = calls(1_000, Window.MONTH);
        RedisAddress address = redis.address(prefix);
        Member fast = new Member(address, Membership.fresh(), false);
        Member slow = new Member(address, Membership.fresh(), false);
        Instant now = Instant.now();
        Reservation.Balance first = only(fast.ledger.reserve(
                new HoldRequest("a", BILLING, "r", now.plus(Duration.ofDays(400)), null, List.of(minute))));
        Reservation.Balance second = only(slow.ledger.reserve(
                new HoldRequest("b", BILLING, "r", now.minus(Duration.ofDays(400)), null, List.of(minute))));
        assertThat(second.held()).isEqualTo(2);
        assertThat(second.resetsAt()).isEqualTo(first.resetsAt()).isBetween(now, now.plus(Duration.ofDays(32)));
    }

    @Test
    void refuses_a_window_whose_keys_may_have_expired() {
        Member member = new Member();
        held(member.ledger.reserve(LedgerContract.at(NOON, "a", usd(10), DAY)));
        held(member.ledger.reserve(LedgerContract.at(NOON.plus(Duration.ofDays(400)), "b", usd(1), DAY)));
        assertThat(why(member.ledger.reserve(LedgerContract.at(NOON, "c", usd(1), DAY))))
                .contains("`2026-11-22T17:00:00Z`");
    }

    // The server

    @Test
    void refuses_within_bounded_time_when_the_server_stops_under_load_and_counts_again_when_it_is_back()
            throws Exception {
        redis = keep(RealRedis.start("--appendonly", "yes", "--appendfsync", "always"));
        Member member = new Member(redis.address(prefix, Duration.ofMillis(500), null), Membership.fresh(), false);
        member.shared.start();
        Cap cap = cap(usd(1_000_000), Window.MONTH);
        AtomicLong slowest = new AtomicLong();
        AtomicInteger refusals = new AtomicInteger();
        AtomicInteger admitted = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int thread = t;
                all.add(threads.submit(() -> {
                    for (int call = 0; !enough.get(); call++) {
                        String key = thread + "-" + call;
                        long start = System.nanoTime();
                        Reservation answer = member.ledger.reserve(
                                new HoldRequest(key, BILLING, "r", Instant.now(), usd(1), List.of(cap)));
                        slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
                        if (answer instanceof Reservation.Held) {
                            admitted.incrementAndGet();
                            member.ledger.settle(key, null);
                        } else {
                            why(answer);
                            refusals.incrementAndGet();
                            Thread.sleep(5);
                        }
                    }
                    return null;
                }));
            }
            await().until(() -> admitted.get() > 200);
            redis.kill();
            await().until(() -> refusals.get() > 50);
            int before = admitted.get();
            redis.startAgain();
            await().until(() -> admitted.get() > before + 100);
            enough.set(true);
            for (Future<?> one : all) {
                one.get(20, TimeUnit.SECONDS);
            }
        } finally {
            enough.set(true);
            threads.shutdownNow();
        }
        assertThat(Duration.ofNanos(slowest.get())).isLessThan(member.shared.patience());
        // Every outcome has been told by now, and holds that were made unheard are let go.
        await().untilAsserted(() -> {
            Reservation.Balance end = only(member.ledger.reserve(
                    new HoldRequest(UUID.randomUUID().toString(), BILLING, "r", Instant.now(), null, List.of(cap))));
            assertThat(end.held()).isZero();
            assertThat(end.spent()).isEqualTo(admitted.get() * 1_000_000L);
        });
    }

    @Test
    void refuses_everything_when_the_server_comes_back_empty_until_it_is_restored() throws Exception {
        Member one = new Member();
        Member other = new Member();
        held(one.ledger.reserve(request("a", usd(6), DAY)));
        held(other.ledger.reserve(request("b", usd(1), DAY)));
        redis.kill();
        redis.startAgain();
        assertThat(why(one.ledger.reserve(request("c", usd(1), DAY)))).contains("come back empty", "restore");
        // Nor does it begin anew for somebody who knows nothing.
        assertThat(why(new Member().ledger.reserve(request("c", usd(1), DAY)))).contains("come back empty");
        assertThat(why(other.ledger.reserve(request("c", usd(1), DAY)))).contains("come back empty");

        Member person = new Member();
        person.shared.restoring();
        assertThat(why(one.ledger.reserve(request("c", usd(1), DAY)))).contains("is being restored");
        person.ledger.restore(request("a", usd(6)), HoldState.HELD, null);
        person.ledger.restore(request("b", usd(1)), HoldState.HELD, null);
        person.shared.restored(Set.of(one.last().epoch()));
        stands(only(one.ledger.reserve(request("c", usd(1), DAY))), 0, 8);
        stands(exhausted(other.ledger.reserve(request("d", usd(3), DAY))), 0, 8);
        assertThat(one.last().epoch()).isNotEqualTo(one.remembered.get(0).epoch());
        assertThat(one.troubles).isNotEmpty();
    }

    @Test
    void notices_an_empty_server_after_its_own_restart_too() throws Exception {
        Member before = new Member();
        held(before.ledger.reserve(request("a", usd(6), DAY)));
        before.shared.close();
        redis.kill();
        redis.startAgain();
        Membership remembered =
                Objects.requireNonNull(Membership.parse(before.last().text()));
        Member after = new Member(redis.address(prefix), remembered, true);
        assertThat(why(after.ledger.reserve(request("b", usd(6), DAY)))).contains("come back empty");
    }

    /** As a failover to a replica that lagged behind. */
    @Test
    void notices_that_confirmed_writes_are_missing_even_if_others_have_written_since() throws Exception {
        RealRedis durable = keep(RealRedis.start("--appendonly", "yes", "--appendfsync", "always"));
        redis = durable;
        Member loser = new Member();
        Member other = new Member();
        held(loser.ledger.reserve(request("a", usd(1), DAY)));
        held(other.ledger.reserve(request("b", usd(1), DAY)));
        byte[] image = Files.readAllBytes(durable.folder().resolve("appendonly.aof"));
        held(loser.ledger.reserve(request("c", usd(1), DAY)));
        durable.kill();
        Files.write(durable.folder().resolve("appendonly.aof"), image);
        durable.startAgain();
        for (int i = 0; i < 5; i++) {
            held(other.ledger.reserve(request("d" + i, usd(1), DAY)));
        }
        assertThat(why(loser.ledger.reserve(request("e", usd(1), DAY)))).contains("lost writes", "restore");
        assertThat(why(other.ledger.reserve(request("e", usd(1), DAY)))).contains("lost writes");
    }

    @Test
    void refuses_when_another_ledger_was_begun_under_its_prefix() throws Exception {
        Member old = new Member();
        held(old.ledger.reserve(request("a", usd(6), DAY)));
        redis.kill();
        redis.startAgain();
        Member fresh = new Member();
        held(fresh.ledger.reserve(request("b", usd(6), DAY)));
        assertThat(why(old.ledger.reserve(request("c", usd(1), DAY)))).contains("begun anew");
        assertThat(why(fresh.ledger.reserve(request("c", usd(1), DAY)))).contains("begun anew");
    }

    @Test
    void looks_after_the_ledger_without_being_asked() throws Exception {
        Member member = new Member();
        held(member.ledger.reserve(request("a", usd(6), DAY)));
        redis.kill();
        redis.startAgain();
        member.shared.start();
        await().until(() -> !member.troubles.isEmpty());
        assertThat(why(new Member().ledger.reserve(request("c", usd(1), DAY)))).contains("come back empty");
    }

    @Test
    void makes_a_hold_wholly_or_not_at_all_when_the_server_is_killed_again_and_again() throws Exception {
        RealRedis durable = keep(RealRedis.start("--appendonly", "yes", "--appendfsync", "always"));
        redis = durable;
        Member member = new Member(durable.address(prefix), Membership.fresh(), true);
        Cap day = cap(usd(1_000_000), Window.DAY);
        Cap month = cap(usd(1_000_000), Window.MONTH);
        Cap run = cap(usd(1_000_000), Window.RUN);
        Random random = new Random(20261122);
        AtomicInteger confirmed = new AtomicInteger();
        for (int round = 0; round < 6; round++) {
            AtomicBoolean stop = new AtomicBoolean();
            int base = round * 100_000;
            Thread load = new Thread(() -> {
                for (int i = 0; !stop.get(); i++) {
                    if (member.ledger.reserve(request("k" + (base + i), usd(1), day, month, run))
                            instanceof Reservation.Held) {
                        confirmed.incrementAndGet();
                    }
                }
            });
            load.start();
            int goal = confirmed.get() + 20 + random.nextInt(60);
            await().pollInterval(Duration.ofMillis(1)).until(() -> confirmed.get() >= goal);
            durable.kill();
            stop.set(true);
            load.join(10_000);
            durable.startAgain();
        }
        List<Reservation.Balance> all = held(member.ledger.reserve(request("end", null, day, month, run)))
                .balances();
        assertThat(all.get(0).held())
                .isEqualTo(all.get(1).held())
                .isEqualTo(all.get(2).held());
        assertThat(all.get(0).held() / 1_000_000)
                .as("each round may have made one unheard")
                .isBetween((long) confirmed.get(), confirmed.get() + 6L);
    }

    // The way to it

    @Test
    void comes_in_with_the_password_and_says_nothing_of_it() throws Exception {
        redis = keep(RealRedis.start("--requirepass", "open-sesame"));
        Member member = new Member(
                redis.address(prefix, Duration.ofMillis(500), () -> "open-sesame"), Membership.fresh(), true);
        held(member.ledger.reserve(request("a", usd(6), DAY)));
        Member wrong = new Member(
                redis.address(prefix, Duration.ofMillis(500), () -> "close-sesame"), Membership.fresh(), true);
        assertThat(why(wrong.ledger.reserve(request("b", usd(1), DAY))))
                .contains("password")
                .doesNotContain("sesame");
        assertThat(wrong.shared.toString() + wrong.ledger + redis.address(prefix, Duration.ofMillis(5), () -> "sesame"))
                .doesNotContain("sesame");
        assertThat(why(new Member().ledger.reserve(request("b", usd(1), DAY)))).contains("password");
    }

    @Test
    void refuses_where_fewer_replicas_confirm_than_the_policy_asks_for() {
        RedisAddress plain = redis.address(prefix);
        RedisAddress address = new RedisAddress(
                plain.kind(), plain.hosts(), null, 0, false, null, null, prefix, Duration.ofMillis(800), 1);
        Member member = new Member(address, Membership.fresh(), true);
        assertThat(why(member.ledger.reserve(request("a", usd(6), DAY)))).contains("0 of 1 replicas");
        member.shared.start();
        Member other = new Member();
        await().untilAsserted(() -> stands(look(other.ledger, NOON, DAY), 0, 0));
    }

    @Test
    void tells_of_a_server_that_may_forget() throws Exception {
        redis = keep(RealRedis.start("--maxmemory-policy", "allkeys-lru", "--maxmemory", "50mb"));
        Member member = new Member();
        held(member.ledger.reserve(request("a", usd(6), DAY)));
        assertThat(member.troubles).anyMatch(each -> each.contains("`allkeys-lru`") && each.contains("`noeviction`"));
    }

    @Test
    void shows_what_all_have_spent_of_any_number_of_caps() {
        Member one = new Member();
        Member other = new Member();
        for (int i = 0; i < 1_100; i += 100) {
            HoldRequest request =
                    new HoldRequest("key-" + i, NOON, usd(1), List.of(new Payer("caller-" + i, "run", List.of(DAY))));
            held((i % 200 == 0 ? one : other).ledger.reserve(request));
        }
        List<Payer> payers = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            payers.add(new Payer("caller-" + i, "", List.of(DAY)));
        }
        Standing standing = Objects.requireNonNull(one.ledger.standing(payers, NOON));
        assertThat(standing.balances()).hasSize(1_100);
        for (int i = 0; i < 1_100; i++) {
            assertThat(standing.balances().get(i).caller()).isEqualTo("caller-" + i);
            stands(standing.balances().get(i), 0, i % 100 == 0 ? 1 : 0);
        }
        assertThat(standing.held()).isEqualTo(11);
    }

    @Test
    void shows_the_windows_of_the_servers_clock() {
        Member member = new Member(redis.address(prefix), Membership.fresh(), false);
        Instant wrong = NOON.minusSeconds(1_000_000_000);
        held(member.ledger.reserve(at(wrong, "k", usd(3), DAY)));
        Payer payer = new Payer(BILLING, "", List.of(DAY));
        Standing standing = Objects.requireNonNull(member.ledger.standing(List.of(payer), wrong));
        stands(standing.balances().get(0), 0, 3);
    }

    @Test
    void shows_nothing_where_the_server_is_away_or_has_lost_what_was_spent() throws Exception {
        Member member = new Member();
        Payer payer = new Payer(BILLING, "", List.of(DAY));
        held(member.ledger.reserve(request("k", usd(3), DAY)));
        redis.kill();
        long start = System.nanoTime();
        assertThat(member.ledger.standing(List.of(payer), NOON)).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(member.shared.patience());
        redis.startAgain();
        assertThat(member.ledger.standing(List.of(payer), NOON))
                .as("it came back empty")
                .isNull();
    }

    @Test
    void knows_which_keys_it_had_open() throws RedisException {
        Member before = new Member();
        held(before.ledger.reserve(request("a", usd(1), DAY)));
        held(before.ledger.reserve(request("b", usd(1), DAY)));
        held(before.ledger.reserve(request("c", usd(1), DAY)));
        before.ledger.settle("b", null);
        Member after = new Member(redis.address(prefix), before.last(), true);
        assertThat(after.ledger.open()).containsOnlyKeys("a", "c");
        after.ledger.unknown("a");
        after.ledger.release("c");
        stands(look(after.ledger, NOON, DAY), 2, 0);
        assertThat(after.ledger.open()).isEmpty();
    }
}
