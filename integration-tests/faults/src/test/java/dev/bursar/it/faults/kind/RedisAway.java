// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Scene;

/** The Redis of the ledger stops under load: refusals in bounded time, nothing sent; and once it is back, the same processes fill the cap exactly. */
public final class RedisAway implements Kind {

    private final boolean frozen;

    private RedisAway(boolean frozen) {
        this.frozen = frozen;
    }

    /** It takes connections and does not answer; it then carries out late what it was asked. */
    public static Kind frozen() {
        return new RedisAway(true);
    }

    public static Kind killed() {
        return new RedisAway(false);
    }

    @Override
    public String name() {
        return frozen ? "Redis stops answering" : "Redis stopped";
    }

    @Override
    public String how() {
        return frozen ? "SIGSTOP under load of two agents; SIGCONT" : "SIGKILL under load of two agents; started again";
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
    public void round(Scene scene) {
        Fleet fleet = new Fleet(scene);
        fleet.underLoad(1 + scene.pick(Scene.FILLING / 2));
        if (frozen) {
            fleet.redis.freeze();
        } else {
            fleet.redis.kill();
        }
        fleet.outcomes();
        fleet.refusesAll();
        if (frozen) {
            fleet.redis.thaw();
        } else {
            fleet.redis.start();
        }
        fleet.fills(0);
    }
}
