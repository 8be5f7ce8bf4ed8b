// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** File systems of a test's own, in memory; only where this user may mount them. */
final class Mounts {

    private static @Nullable Boolean permitted;

    private Mounts() {}

    static synchronized @Nullable String unable() {
        Boolean known = permitted;
        if (known == null) {
            try {
                Path probe = Files.createTempDirectory("bursar-faults");
                known = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", probe.toString())
                        && run("umount", probe.toString());
                Files.deleteIfExists(probe);
            } catch (IOException e) {
                known = false;
            }
            permitted = known;
        }
        return known ? null : "this user may not mount";
    }

    /** What is handed back unmounts it, whoever is still in it. */
    static AutoCloseable tmpfs(Path directory, String size) throws IOException {
        Files.createDirectories(directory);
        if (!run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", directory.toString())) {
            throw new IOException("cannot mount `" + directory + "`");
        }
        return () -> run("umount", "-l", directory.toString());
    }

    /** Whether it was done: it is not while anybody writes there. */
    static boolean remount(Path directory, String how) {
        return run("mount", "-o", "remount," + how, directory.toString());
    }

    static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
