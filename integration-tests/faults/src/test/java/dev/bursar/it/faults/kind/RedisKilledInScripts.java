// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Scene;
import java.util.concurrent.TimeUnit;

/**
 * The Redis of the ledger is killed while it carries out scripts, writes them down or answers, and again. With {@code appendfsync always} it has lost nothing
 * that it confirmed, so it goes on by itself, and what was carried out unheard is found again or taken back.
 */
public final class RedisKilledInScripts implements Kind {

    private static final int TIMES = 4;
    private static final int MOST_MICROS = 3_000;

    @Override
    public String name() {
        return "Redis killed while scripts run";
    }

    @Override
    public String how() {
        return "SIGKILL under load of two agents, " + TIMES + " times; append-only file, `always`";
    }

    @Override
    public int small() {
        return 1;
    }

    @Override
    public int large() {
        return 12;
    }

    @Override
    public void round(Scene scene) throws InterruptedException {
        Fleet fleet = new Fleet(scene);
        for (int i = 0; i < TIMES; i++) {
            fleet.underLoad(1 + scene.pick(4));
            TimeUnit.MICROSECONDS.sleep(scene.pick(MOST_MICROS));
            fleet.redis.kill();
            fleet.redis.start();
            fleet.outcomes();
            fleet.serves();
        }
        fleet.fills(0);
    }
}
