// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Desk;
import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;

/** A container whose one process is killed and started again has the same process id, so that what is left of the first looks like its own. */
public final class SamePid implements Kind {

    private static final String[] NAMESPACE = {"unshare", "--pid", "--fork", "--kill-child"};

    private final boolean permitted = Mounts.run("unshare", "--pid", "--fork", "--kill-child", "true");

    @Override
    public String name() {
        return "restarted as process 1";
    }

    @Override
    public String how() {
        return permitted ? "a pid namespace of its own, twice" : "a lock file that names a process that runs";
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
    public void round(Scene scene) throws IOException {
        String[] under = permitted ? NAMESPACE : new String[0];
        for (String name : new String[] {"first", "second"}) {
            Desk desk = scene.open(name, null, Map.of(), under);
            desk.begin(Scene.THREADS, Scene.CALLS, "cus_" + name + "_");
            int enough = scene.charges() + 1 + scene.pick(Scene.FILLING / 3);
            desk.await("charges", Duration.ofSeconds(60), () -> scene.charges() >= enough);
            String pid = Files.readString(scene.state.resolve("lock")).strip();
            desk.kill();
            if (permitted && !pid.equals("1")) {
                throw new AssertionError("the process was " + pid + " and not 1");
            }
            scene.check("after the kill of the " + name);
        }
        // and one that is not its own but runs
        Files.writeString(scene.state.resolve("lock"), ProcessHandle.current().pid() + "\n");
        scene.fill("last");
    }
}
