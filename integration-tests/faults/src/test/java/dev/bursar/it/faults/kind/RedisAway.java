// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Scene;

/**
 * The Redis of the ledger stops under load, twice: once it is gone, once it takes connections and answers nothing, to carry out late what it was asked.
 * Refusals in bounded time, nothing sent; and once it is back, the same processes go on and fill the cap exactly.
 */
public final class RedisAway implements Kind {

    @Override
    public String name() {
        return "Redis stopped";
    }

    @Override
    public String how() {
        return "SIGKILL and SIGSTOP, in turn, under load of two agents; started again, SIGCONT";
    }

    @Override
    public int small() {
        return 1;
    }

    @Override
    public int large() {
        return 16;
    }

    @Override
    public void round(Scene scene) {
        Fleet fleet = new Fleet(scene);
        boolean killedFirst = scene.random.nextBoolean();
        away(scene, fleet, killedFirst);
        fleet.serves();
        away(scene, fleet, !killedFirst);
        fleet.fills(0);
    }

    private static void away(Scene scene, Fleet fleet, boolean killed) {
        fleet.underLoad(1 + scene.pick(10));
        if (killed) {
            fleet.redis.kill();
        } else {
            fleet.redis.freeze();
        }
        fleet.outcomes();
        fleet.refusesAll();
        if (killed) {
            fleet.redis.start();
        } else {
            fleet.redis.thaw();
        }
    }
}
