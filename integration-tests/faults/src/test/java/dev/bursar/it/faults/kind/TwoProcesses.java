// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Desk;
import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Outcome;
import dev.bursar.it.faults.Scene;
import java.time.Duration;

/** A second process on the same state directory refuses, also after the first was killed; whoever starts then goes on. */
public final class TwoProcesses implements Kind {

    @Override
    public String name() {
        return "two processes on one state directory";
    }

    @Override
    public String how() {
        return "both under load, the first killed";
    }

    @Override
    public int small() {
        return 1;
    }

    @Override
    public int large() {
        return 10;
    }

    @Override
    public void round(Scene scene) {
        Desk first = scene.open("first");
        first.load(1, 1, "cus_one_");
        Desk second = scene.open("second");
        first.begin(Scene.THREADS, Scene.CALLS, "cus_first_");
        second.begin(Scene.THREADS, Scene.CALLS, "cus_second_");
        int enough = 2 + scene.pick(Scene.FILLING - 3);
        first.await("charges", Duration.ofSeconds(60), () -> scene.charges() >= enough);
        first.kill();
        Outcome outcome = second.outcome();
        // one that was slow to start may have found the directory free, and then perhaps the cap used up
        if (outcome.of("bursar_journal") != Scene.CALLS
                && outcome.accepted() == 0
                && outcome.of("bursar_cap_reached") == 0) {
            throw new AssertionError("neither refused nor served: " + outcome + "\n" + second.text());
        }
        second.end();
        scene.check("after both");
        scene.fill("last");
    }
}
