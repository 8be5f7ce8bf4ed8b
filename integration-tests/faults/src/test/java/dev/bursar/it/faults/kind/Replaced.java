// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Desk;
import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Outcome;
import dev.bursar.it.faults.Scene;
import dev.bursar.it.faults.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Somebody puts another directory, a copy or an empty one, in the place of the state directory under load. Then the first is put back. */
public final class Replaced implements Kind {

    @Override
    public String name() {
        return "state directory replaced";
    }

    @Override
    public String how() {
        return "moved away under load, a copy or an empty one in its place; moved back";
    }

    @Override
    public int small() {
        return 1;
    }

    @Override
    public int large() {
        return 20;
    }

    @Override
    public void round(Scene scene) throws IOException {
        Path right = scene.folder.resolve("right");
        Desk desk = scene.open("first");
        desk.load(1, 1, "cus_one_");
        Path other = scene.folder.resolve("other");
        if (scene.random.nextBoolean()) {
            Trees.copy(scene.state, other);
        } else {
            Files.createDirectory(other);
        }
        desk.begin(Scene.THREADS, Scene.CALLS, "cus_first_");
        int enough = 2 + scene.pick(Scene.FILLING / 2);
        desk.await("charges", Duration.ofSeconds(60), () -> scene.charges() >= enough);
        Files.move(scene.state, right);
        Files.move(other, scene.state);
        Outcome outcome = desk.outcome();
        if (outcome.of("bursar_journal") == 0) {
            throw new AssertionError("nothing was refused: " + outcome + "\n" + desk.text());
        }
        FullFileSystem.refusesAll(desk, "cus_after_");
        desk.kill();
        Trees.delete(scene.state);
        Files.move(right, scene.state);
        scene.check("after it was put back");
        scene.fill("last");
    }
}
