// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Scene;

/**
 * The Redis of the ledger comes back with less than it had confirmed. Both agents were told of something that is missing, in memory or, if they were
 * restarted meanwhile, in their journals: nothing is sent until a person restores it; then the cap is exact.
 */
public final class RedisLosesWrites implements Kind {

    @Override
    public String name() {
        return "Redis loses writes";
    }

    @Override
    public String how() {
        return "SIGKILL under load of two agents, its file cut back or an older dump loaded, sometimes both agents restarted; `bursar restore`";
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
        boolean dumped = scene.random.nextBoolean();
        boolean restarted = scene.random.nextBoolean();
        long written = fleet.redis.written();
        fleet.redis.dump();
        fleet.chargesOnce();
        fleet.underLoad(1 + scene.pick(Scene.FILLING / 2));
        fleet.redis.kill();
        fleet.outcomes();
        Runnable loss = () -> {
            if (dumped) {
                fleet.redis.startFromDump();
            } else {
                fleet.redis.cutBack(written + scene.pick(20));
                fleet.redis.start();
            }
        };
        if (restarted) {
            fleet.restart(loss);
        } else {
            loss.run();
        }
        fleet.refusesAll();
        scene.restore();
        fleet.fills(0);
    }
}
