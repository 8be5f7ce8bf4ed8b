// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Desk;
import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Scene;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The file system is mounted read-only between two processes, as after an error; the one that starts on it refuses. */
public final class ReadOnly implements Kind {

    @Override
    public String name() {
        return "remounted read-only";
    }

    @Override
    public String how() {
        return "a tmpfs, remounted";
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
        scene.closeAtTheEnd(Mounts.tmpfs(scene.state, "64m"));
        Desk first = scene.open("first");
        first.begin(Scene.THREADS, Scene.CALLS, "cus_first_");
        int enough = 1 + scene.pick(Scene.FILLING - 1);
        first.await("charges", java.time.Duration.ofSeconds(60), () -> scene.charges() >= enough);
        first.kill();
        if (!Mounts.remount(scene.state, "ro")) {
            throw new AssertionError("nobody writes, but it cannot be remounted");
        }
        Desk second = scene.open("second");
        FullFileSystem.refusesAll(second, "cus_second_");
        // reading needs no writing
        scene.check("while it is read-only");
        second.end();
        if (!Mounts.remount(scene.state, "rw")) {
            throw new AssertionError("cannot be remounted");
        }
        scene.fill("last");
    }
}
