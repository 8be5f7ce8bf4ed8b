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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.redis.Membership;
import dev.bursar.runtime.redis.Packed;
import dev.bursar.runtime.redis.RealRedis;
import dev.bursar.runtime.redis.SharedRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;

/** How a ledger in a Redis keeps what it counts: numbers of any size, windows that are left and come back, and whose keys they are. */
class RedisLayoutTest {

    private static final Cap DAY = cap(usd(10), Window.DAY);
    private static final String LONG_TEXT = "01234567890123456789012345678901234567890123";

    private static RealRedis redis;

    private final List<SharedRedis> members = new ArrayList<>();
    private final String prefix = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws IOException {
        redis = RealRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @AfterEach
    void leave() {
        members.forEach(SharedRedis::close);
    }

    private SharedRedis shared(Membership membership) {
        SharedRedis shared =
                new SharedRedis(redis.address(prefix, Duration.ofSeconds(5), null), membership, RealRedis.DEAF);
        members.add(shared);
        return shared;
    }

    private RedisLedger ledger() {
        return new RedisLedger(shared(Membership.fresh()), NEW_YORK, true, true);
    }

    private static String why(Reservation reservation) {
        assertThat(reservation).isInstanceOf(Reservation.Unavailable.class);
        return ((Reservation.Unavailable) reservation).why();
    }

    /** Below it scripts count with numbers of their own, from it on with text. */
    @ParameterizedTest(name = "{0} below the limit of what scripts count by themselves")
    @ValueSource(longs = {-5, -2, -1, 0, 1, 2})
    void counts_exactly_where_scripts_change_from_their_own_numbers_to_text(long below) {
        RedisLedger ledger = ledger();
        long edge = Packed.EXACT - below;
        Cap just = cap(new Money(edge, "usd"), Window.DAY);
        held(ledger.reserve(request("a", new Money(edge - 3, "usd"), just)));
        assertThat(exhausted(ledger.reserve(request("b", new Money(4, "usd"), just)))
                        .held())
                .isEqualTo(edge - 3);
        assertThat(only(ledger.reserve(request("b", new Money(3, "usd"), just))).held())
                .isEqualTo(edge);
        Cap wide = cap(new Money(edge + 5, "usd"), Window.DAY);
        exhausted(ledger.reserve(request("c", new Money(6, "usd"), wide)));
        assertThat(only(ledger.reserve(request("c", new Money(5, "usd"), wide))).held())
                .isEqualTo(edge + 5);
        assertThat(ledger.reserve(request("a", new Money(edge - 2, "usd"), wide)))
                .isInstanceOf(Reservation.Mismatch.class);
        ledger.settle("a", new Money(edge - 4, "usd"));
        Reservation.Balance mixed = look(ledger, NOON, wide);
        assertThat(mixed.spent()).isEqualTo(edge - 4);
        assertThat(mixed.held()).isEqualTo(8);
        ledger.settle("b", null);
        ledger.release("c");
        Reservation.Balance end = look(ledger, NOON, wide);
        assertThat(end.spent()).isEqualTo(edge - 1);
        assertThat(end.held()).isZero();
    }

    @Test
    void counts_a_sum_exactly_that_no_number_of_a_script_holds_though_each_part_is_one() {
        RedisLedger ledger = ledger();
        long part = Packed.EXACT - 1;
        Cap day = cap(new Money(12 * part, "usd"), Window.DAY);
        for (int i = 1; i <= 12; i++) {
            Reservation.Balance balance = only(ledger.reserve(request("k" + i, new Money(part, "usd"), day)));
            assertThat(balance.held()).as("after " + i).isEqualTo(i * part);
        }
        exhausted(ledger.reserve(request("more", new Money(1, "usd"), day)));
        for (int i = 1; i <= 12; i++) {
            ledger.settle("k" + i, null);
            assertThat(look(ledger, NOON, day).spent()).isEqualTo(i * part);
            assertThat(look(ledger, NOON, day).held()).isEqualTo((12 - i) * part);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23, 24})
    void counts_as_the_local_ledger_does_where_scripts_change_to_text_and_where_their_numbers_are_no_longer_exact(
            long seed) {
        Random random = new Random(seed);
        RedisLedger ledger = ledger();
        LocalLedger local = new LocalLedger(NEW_YORK);
        long edge = seed % 2 == 0 ? Packed.EXACT : 1L << 53;
        for (int i = 0; i < 120; i++) {
            long limit = 2 * edge + random.nextLong(-1_000, 1_000);
            Cap day = cap(new Money(limit, "usd"), Window.DAY);
            Cap run = cap(new Money(limit + random.nextInt(5), "eur"), Window.RUN);
            long amount = random.nextInt(3) == 0
                    ? random.nextLong(1, 1_000)
                    : edge / random.nextLong(1, 5) + random.nextLong(-3, 4);
            HoldRequest asked = request("k" + i, new Money(amount, random.nextInt(3) == 0 ? "eur" : "usd"), day, run);
            assertThat(ledger.reserve(asked)).as("call " + i).isEqualTo(local.reserve(asked));
            String told = "k" + random.nextInt(i + 1);
            Money moved = new Money(amount - random.nextLong(0, 2), random.nextInt(4) == 0 ? "eur" : "usd");
            switch (random.nextInt(4)) {
                case 0 -> both(ledger, local, each -> each.settle(told, moved));
                case 1 -> both(ledger, local, each -> each.settle(told, null));
                case 2 -> both(ledger, local, each -> each.unknown(told));
                default -> both(ledger, local, each -> each.release(told));
            }
        }
    }

    private static void both(Ledger one, Ledger other, Consumer<Ledger> told) {
        told.accept(one);
        told.accept(other);
    }

    /** The windows of a caller that are left go into records of their own, and come back. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32})
    void counts_as_the_local_ledger_does_while_the_clock_goes_to_and_fro(long seed) {
        Random random = new Random(seed);
        RedisLedger ledger = ledger();
        LocalLedger local = new LocalLedger(NEW_YORK);
        Cap[] caps = {
            cap(usd(4), Window.MINUTE), cap(usd(9), Window.HOUR), cap(usd(20), Window.DAY), calls(30, Window.MONTH)
        };
        for (int i = 0; i < 150; i++) {
            Instant at = NOON.plusSeconds(
                    60L * random.nextInt(4) + 3_600L * random.nextInt(3) - 86_400L * random.nextInt(2));
            Money amount = new Money(1_000_000, random.nextInt(4) == 0 ? "eur" : "usd");
            HoldRequest asked =
                    new HoldRequest("k" + i, at, amount, List.of(new Payer(BILLING, "r" + i % 3, List.of(caps))));
            assertThat(ledger.reserve(asked)).as("call " + i).isEqualTo(local.reserve(asked));
            String told = "k" + random.nextInt(i + 1);
            Money moved = usd(random.nextInt(3));
            switch (random.nextInt(4)) {
                case 0 -> both(ledger, local, each -> each.settle(told, moved));
                case 1 -> both(ledger, local, each -> each.unknown(told));
                case 2 -> both(ledger, local, each -> each.release(told));
                default -> {
                    // Stays open.
                }
            }
        }
    }

    @Test
    void keeps_what_was_spent_in_a_month_when_the_processes_are_started_in_another_time_zone() {
        SharedRedis shared = shared(Membership.fresh());
        RedisLedger before = new RedisLedger(shared, NEW_YORK, true, true);
        Cap month = cap(usd(10), Window.MONTH);
        held(before.reserve(request("a", usd(6), month)));
        RedisLedger after = new RedisLedger(shared, ZoneId.of("Asia/Kolkata"), true, true);
        // Another month, as it begins at another moment.
        stands(only(after.reserve(request("b", usd(1), month))), 0, 1);
        stands(look(before, NOON, month), 0, 6);
        before.settle("a", usd(5));
        after.settle("b", usd(1));
        stands(look(before, NOON, month), 5, 0);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"HSET KEY epoch abc n 5", "SET KEY text", "SET KEY " + LONG_TEXT, "RPUSH KEY a"})
    void refuses_a_state_that_it_did_not_write_and_leaves_it_alone(String made) throws Exception {
        String key = "{" + prefix + "}:state";
        try (RedisClient client =
                RedisClient.builder().hostAndPort("127.0.0.1", redis.port()).build()) {
            String[] words = made.replace("KEY", key).split(" ");
            client.sendCommand(
                    () -> words[0].getBytes(StandardCharsets.US_ASCII), Arrays.copyOfRange(words, 1, words.length));
            byte[] before = client.dump(key);
            SharedRedis fresh = shared(Membership.fresh());
            assertThat(why(new RedisLedger(fresh, NEW_YORK, true, true).reserve(request("a", usd(1), DAY))))
                    .contains("not written by this version", "`prefix`");
            Membership remembered = new Membership(
                    UUID.randomUUID().toString(), UUID.randomUUID().toString(), 3, 2);
            RedisLedger known = new RedisLedger(shared(remembered), NEW_YORK, true, true);
            assertThat(why(known.reserve(request("a", usd(1), DAY)))).contains("not written by this version");
            assertThatThrownBy(fresh::restoring).hasMessageContaining("not written by this version");
            assertThat(client.dump(key)).isEqualTo(before);
            assertThat(client.keys("{" + prefix + "}*")).containsExactly(key);
        }
    }

    @Test
    void lets_no_key_stay_for_ever_but_those_of_the_ledger_itself_and_of_what_is_open() throws Exception {
        RedisLedger ledger = ledger();
        held(ledger.reserve(request("a", usd(1), DAY)));
        held(ledger.reserve(at(NOON.plusSeconds(90), "b", usd(1), DAY)));
        try (RedisClient client =
                RedisClient.builder().hostAndPort("127.0.0.1", redis.port()).build()) {
            assertThat(client.ttl("{" + prefix + "}:hold:a")).as("an open hold").isEqualTo(-1);
            ledger.settle("a", null);
            ledger.release("b");
            for (String key : client.keys("{" + prefix + "}*")) {
                String name = key.substring(key.indexOf(':') + 1);
                if (name.equals("state") || name.startsWith("member:")) {
                    assertThat(client.ttl(key)).as(key).isEqualTo(-1);
                } else {
                    assertThat(client.ttl(key)).as(key).isGreaterThan(86_400);
                }
            }
        }
    }
}
