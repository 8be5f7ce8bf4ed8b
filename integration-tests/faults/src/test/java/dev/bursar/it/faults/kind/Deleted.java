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

/** Somebody deletes the state directory, or only the journal in it, under load. Nothing more is sent; then it is restored, as the refusal says. */
public final class Deleted implements Kind {

    @Override
    public String name() {
        return "state directory deleted";
    }

    @Override
    public String how() {
        return "deleted under load; restored from hard links";
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
        Desk desk = scene.open("first");
        desk.load(1, 1, "cus_one_");
        Path links = Trees.link(scene.state, scene.folder.resolve("links"));
        desk.begin(Scene.THREADS, Scene.CALLS, "cus_first_");
        int enough = 2 + scene.pick(Scene.FILLING / 2);
        desk.await("charges", Duration.ofSeconds(60), () -> scene.charges() >= enough);
        Trees.delete(scene.random.nextBoolean() ? scene.state : scene.state.resolve("journal"));
        Outcome outcome = desk.outcome();
        int sent = scene.charges();
        if (outcome.of("bursar_journal") == 0) {
            throw new AssertionError("nothing was refused: " + outcome + "\n" + desk.text());
        }
        FullFileSystem.refusesAll(desk, "cus_after_");
        desk.kill();
        if (scene.charges() != sent) {
            throw new AssertionError("calls were sent after the state directory was deleted");
        }
        Trees.delete(scene.state);
        Files.move(links, scene.state);
        scene.check("after it was restored");
        scene.fill("last");
    }
}
