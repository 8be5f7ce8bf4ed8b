// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.redis.Membership;
import dev.bursar.runtime.redis.RealRedis;
import dev.bursar.runtime.redis.SharedRedis;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The contract of every ledger, of one in a real Redis. */
class RedisLedgerTest extends LedgerContract {

    private static RealRedis redis;

    private final List<SharedRedis> members = new ArrayList<>();

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

    @Override
    Ledger empty(ZoneId zone) {
        SharedRedis member = new SharedRedis(
                redis.address(UUID.randomUUID().toString(), Duration.ofSeconds(5), null),
                Membership.fresh(),
                RealRedis.DEAF);
        members.add(member);
        return new RedisLedger(member, zone, false, true);
    }
}
