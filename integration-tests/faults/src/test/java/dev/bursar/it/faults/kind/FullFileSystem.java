// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Breakage;
import dev.bursar.it.faults.Desk;
import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Outcome;
import dev.bursar.it.faults.Scene;
import dev.bursar.it.faults.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Another program takes all the room while the journal needs a new directory; killed, and started while there is still none. */
public final class FullFileSystem implements Kind {

    @Override
    public String name() {
        return "full disk, for real";
    }

    @Override
    public String how() {
        return "a tmpfs of 14 MiB";
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
    public @Nullable String unable() {
        return Mounts.unable();
    }

    @Override
    public void round(Scene scene) throws IOException {
        scene.closeAtTheEnd(Mounts.tmpfs(scene.state, "14m"));
        Desk first = scene.open(
                "first", new Breakage().yes(Step.FULL, 1 + scene.pick(Step.FULL.often()), Integer.MAX_VALUE / 2));
        first.load(1, 2, "cus_one_");
        Path filler = takeAllRoom(scene.state);
        Outcome full = first.arm().load(Scene.THREADS, Scene.CALLS, "cus_first_");
        if (full.of("bursar_journal") == 0) {
            throw new AssertionError("a full disk was not noticed: " + full);
        }
        first.kill();
        scene.check("after the kill on a full disk");
        Desk second = scene.open("second");
        refusesAll(second, "cus_second_");
        second.end();
        Files.delete(filler);
        scene.fill("last");
    }

    static void refusesAll(Desk desk, String prefix) {
        Outcome outcome = desk.load(Scene.THREADS, 8, prefix);
        if (outcome.of("bursar_journal") != 8) {
            throw new AssertionError("not all calls were refused: " + outcome + "\n" + desk.text());
        }
    }

    private static Path takeAllRoom(Path directory) throws IOException {
        Path filler = directory.resolve("filler");
        byte[] page = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            if (Files.size(filler) == 0) {
                throw full;
            }
        }
        return filler;
    }
}
