// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.ledger.HoldRequest;
import dev.bursar.runtime.ledger.RedisLedger;
import dev.bursar.runtime.ledger.Reservation;
import dev.bursar.runtime.redis.Membership;
import dev.bursar.runtime.redis.RedisAddress;
import dev.bursar.runtime.redis.SharedRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.embedded.RedisServer;

/**
 * A reservation in a Redis on loopback, beside one bare round trip: a script as long, with as many keys and arguments of the same lengths and an
 * answer as long, that does nothing; and beside Bucket4j on the same server. In turn, in blocks, on one thread.
 */
final class LedgerRedis {

    private static final int BLOCK = 200;
    private static final int ANSWERED = 12;
    private static final int REQUEST = 340;

    private LedgerRedis() {}

    static String measure(int blocks) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path folder = Files.createTempDirectory("bursar-benchmark");
        RedisServer server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("dir " + folder)
                .build();
        server.start();
        try (SharedRedis shared = shared(port);
                RedisClient plain = RedisClient.builder()
                        .hostAndPort("127.0.0.1", port)
                        .clientConfig(DefaultJedisClientConfig.builder()
                                .timeoutMillis(5_000)
                                .build())
                        .build();
                RedisBucket bucket = new RedisBucket(port)) {
            return measure(new RedisLedger(shared, ZoneOffset.UTC, true), plain, bucket, blocks);
        } finally {
            server.stop();
        }
    }

    private static SharedRedis shared(int port) {
        RedisAddress address = new RedisAddress(
                RedisAddress.Kind.SINGLE,
                List.of(new RedisAddress.Host("127.0.0.1", port)),
                null,
                0,
                false,
                null,
                null,
                "bursar",
                Duration.ofSeconds(5),
                0);
        return new SharedRedis(address, Membership.fresh(), new SharedRedis.Witness() {
            @Override
            public void remembered(Membership membership) {}

            @Override
            public void troubled(String what) {}
        });
    }

    private static String measure(RedisLedger ledger, RedisClient plain, RedisBucket bucket, int blocks) {
        String text =
                "if ARGV[1] ~= '' then return {" + "'0123456789',".repeat(ANSWERED) + "} end --" + "x".repeat(12_000);
        String sha = plain.scriptLoad(text, "k");
        // As a reservation's: state, member, open keys, hold, windows and run; epoch, two numbers, and the request in
        // one.
        List<String> keys = List.of(
                "{bursar}:state",
                "{bursar}:member:" + UUID.randomUUID(),
                "{bursar}:open:" + UUID.randomUUID(),
                "{bursar}:hold:bursar_" + UUID.randomUUID(),
                "{bursar}:spent:billing",
                "{bursar}:spent:billing:run:run-1");
        List<String> arguments = List.of(UUID.randomUUID().toString(), "123456", "123456", "x".repeat(REQUEST));
        List<Cap> caps = List.of(
                new Cap.OfMoney(new Money(Long.MAX_VALUE / 2, "usd"), Window.DAY),
                new Cap.OfCalls(1L << 40, Window.MINUTE));
        double[] bare = new double[blocks];
        double[] reserved = new double[blocks];
        double[] settled = new double[blocks];
        double[] consumed = new double[blocks];
        int warm = Math.min(20, blocks);
        for (int block = -warm; block < blocks; block++) {
            long start = System.nanoTime();
            for (int i = 0; i < BLOCK; i++) {
                plain.evalsha(sha, keys, arguments);
            }
            long afterBare = System.nanoTime();
            String[] names = new String[BLOCK];
            for (int i = 0; i < BLOCK; i++) {
                names[i] = "bursar_" + UUID.randomUUID();
            }
            long begin = System.nanoTime();
            for (int i = 0; i < BLOCK; i++) {
                Reservation answer = ledger.reserve(new HoldRequest(
                        names[i], "billing", "run-1", Instant.now(), new Money(5_000_000, "usd"), caps));
                if (!(answer instanceof Reservation.Held)) {
                    throw new IllegalStateException(answer.toString());
                }
            }
            long afterReserved = System.nanoTime();
            for (int i = 0; i < BLOCK; i++) {
                ledger.settle(names[i], null);
            }
            long afterSettled = System.nanoTime();
            for (int i = 0; i < BLOCK; i++) {
                bucket.consume();
            }
            long afterConsumed = System.nanoTime();
            if (block >= 0) {
                bare[block] = (afterBare - start) / 1_000.0 / BLOCK;
                reserved[block] = (afterReserved - begin) / 1_000.0 / BLOCK;
                settled[block] = (afterSettled - afterReserved) / 1_000.0 / BLOCK;
                consumed[block] = (afterConsumed - afterSettled) / 1_000.0 / BLOCK;
            }
        }
        double round = median(bare);
        return "A ledger in a Redis on loopback, one thread, blocks of " + BLOCK + " in turn\n\n"
                + "| what | median us | of a bare round trip |\n| --- | ---: | ---: |\n"
                + row("one bare EVALSHA of the same size", round, round)
                + row("`RedisLedger.reserve`, two caps", median(reserved), round)
                + row("`RedisLedger.settle`", median(settled), round)
                + row("Bucket4j `tryConsume`, one bucket with two limits", median(consumed), round);
    }

    private static String row(String what, double micros, double round) {
        return String.format(Locale.ROOT, "| %s | %.1f | %.2f |%n", what, micros, micros / round);
    }

    private static double median(double[] all) {
        double[] sorted = all.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
