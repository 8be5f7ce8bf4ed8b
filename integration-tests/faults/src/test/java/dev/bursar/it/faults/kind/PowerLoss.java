// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Breakage;
import dev.bursar.it.faults.Desk;
import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Scene;
import dev.bursar.it.faults.Step;
import dev.bursar.it.faults.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine goes off under load, comes back with less on its disk than programs saw, and goes off again while the journal opens or works. */
public final class PowerLoss implements Kind {

    @Override
    public String name() {
        return "power loss";
    }

    @Override
    public String how() {
        return "state put back to what was forced, with a random part of the 4 KiB pages and names changed since";
    }

    @Override
    public int small() {
        return 1;
    }

    @Override
    public int large() {
        return 60;
    }

    @Override
    public void round(Scene scene) throws IOException {
        Step step = scene.pick(KilledAtAStep.STEPS);
        // half of the cap is left for the second loss
        lose(scene, "first", step, 1 + scene.pick(Math.max(1, step.often() / 2)), false);
        boolean opening = scene.random.nextBoolean();
        Step next = scene.pick(opening ? Step.OF_OPENING : Step.OF_A_BATCH);
        lose(scene, "second", next, opening ? 1 : 1 + scene.pick(2), opening);
        scene.fill("last");
    }

    private static void lose(Scene scene, String name, Step step, int passage, boolean opening) throws IOException {
        Path forced = Files.createDirectory(scene.folder.resolve(name + ".forced"));
        if (Files.exists(scene.state)) {
            Image.baseline(scene.state, forced);
        }
        Breakage breakage = new Breakage().disk(scene.state, forced).halt(step, passage);
        if (opening) {
            breakage.fromTheStart();
        } else if (scene.random.nextInt(3) == 0) {
            // an error of the disk first, after which the journal goes on elsewhere
            breakage.fail(Step.of("enter journal.ChronicleStore force"), 1 + scene.pick(2), 1, "Input/output error");
        }
        Desk desk = scene.open(name, breakage);
        if (opening) {
            desk.awaitEnd();
        } else {
            // so that it is open when passages begin to count
            desk.load(1, 1, "cus_" + name + "_one_");
            desk.arm().loadUntilItEnds(Scene.THREADS, Scene.CALLS, "cus_" + name + "_");
        }
        if (!desk.fired().contains(step.method())) {
            throw new AssertionError("passage " + passage + " of " + step + " was never met\n" + desk.text());
        }
        Path seen = scene.folder.resolve(name + ".seen");
        Files.move(scene.state, seen);
        Image.make(seen, forced, scene.state, scene.random);
        Trees.delete(forced);
        Trees.delete(seen);
        scene.check("after the loss at " + step);
    }
}
