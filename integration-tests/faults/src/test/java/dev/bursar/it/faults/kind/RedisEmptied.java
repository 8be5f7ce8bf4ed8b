// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Scene;

/** The Redis of the ledger comes back empty under load: nothing is sent until a person restores it from the journals; then the cap is exact. */
public final class RedisEmptied implements Kind {

    @Override
    public String name() {
        return "Redis restarted empty";
    }

    @Override
    public String how() {
        return "SIGKILL under load of two agents, its file deleted; `bursar restore`";
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
        fleet.redis.kill();
        fleet.redis.empty();
        fleet.redis.start();
        fleet.outcomes();
        fleet.refusesAll();
        scene.restore();
        fleet.fills(0);
    }
}
