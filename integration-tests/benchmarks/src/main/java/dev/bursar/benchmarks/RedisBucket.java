// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A bucket of Bucket4j in a Redis, with two limits as large as those of the ledger beside it. */
final class RedisBucket implements AutoCloseable {

    private final RedisClient client;
    private final Bucket bucket;

    RedisBucket(int port) {
        client = RedisClient.create(RedisURI.create("127.0.0.1", port));
        // One token a nanosecond is the most it allows.
        bucket = Bucket4jLettuce.casBasedBuilder(client)
                .build()
                .builder()
                .build(
                        "bucket4j".getBytes(StandardCharsets.US_ASCII),
                        () -> BucketConfiguration.builder()
                                .addLimit(limit -> limit.capacity(1L << 40).refillGreedy(1L << 40, Duration.ofDays(1)))
                                .addLimit(limit -> limit.capacity(50_000_000_000L)
                                        .refillGreedy(50_000_000_000L, Duration.ofMinutes(1)))
                                .build());
    }

    void consume() {
        if (!bucket.tryConsume(1)) {
            throw new IllegalStateException("the bucket is never empty");
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
    }
}
