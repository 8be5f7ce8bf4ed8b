// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a policy file again when it changes. One daemon thread looks at the file's time, size and identity, through links, so that a file
 * replaced under its name or behind a link is seen as one written over. Polls, because file events do not reach every mount. A change is
 * told when two looks in a row, one interval apart, have seen the same.
 */
public final class PolicyWatcher implements AutoCloseable {

    /** File times are coarse, two seconds at worst: a file this young may change again without its time changing. */
    private static final Duration YOUNG = Duration.ofSeconds(3);

    /** What is told of each change, on the watcher's thread. If it throws, it is told again. */
    public interface Listener {

        /** The file compiles and its bytes are others than those last told. */
        void changed(Compilation.Compiled compiled);

        /** The file does not compile, or is gone; what is in force should stay. Told once for the same problems. */
        void broken(List<Problem> problems);
    }

    private final Path file;
    private final Supplier<Compilation> compiler;
    private final Duration interval;
    private final Listener listener;
    private final Thread thread;

    private String hash;
    private List<Problem> told = List.of();
    private @Nullable Stamp seen;
    private @Nullable Compilation before;
    private final CountDownLatch closed = new CountDownLatch(1);

    private record Stamp(
            Instant modified, long size, @Nullable Object key) {}

    /**
     * @param hash of the policy in force, which is not told again
     * @param compiler compiles the file, and checks whatever else must hold before it is put in force
     */
    private PolicyWatcher(
            Path file, String hash, Supplier<Compilation> compiler, Duration interval, Listener listener) {
        this.file = file;
        this.hash = hash;
        this.compiler = compiler;
        this.interval = interval;
        this.listener = listener;
        this.thread = new Thread(this::watch, "bursar-policy-watcher");
        thread.setDaemon(true);
    }

    /** Starts watching. See the constructor. */
    public static PolicyWatcher start(
            Path file, String hash, Supplier<Compilation> compiler, Duration interval, Listener listener) {
        PolicyWatcher watcher = new PolicyWatcher(file, hash, compiler, interval, listener);
        watcher.thread.start();
        return watcher;
    }

    private void watch() {
        try {
            // The first look too comes an interval after the start: until then the application has better use for the
            // time.
            while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    look();
                } catch (RuntimeException | StackOverflowError e) {
                    // The thread must outlive a listener's mistake, or no later change would ever be taken.
                    seen = null;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        Stamp stamp = stamp();
        if (stamp != null
                && stamp.equals(seen)
                && stamp.modified().isBefore(Instant.now().minus(YOUNG))) {
            return;
        }
        Compilation compilation = compiler.get();
        boolean settled = isSame(compilation, before);
        before = compilation;
        if (isNews(compilation)) {
            if (!settled) {
                // A file still being written may compile without its last lines, and then lack caps: it must look the
                // same twice.
                return;
            }
            tell(compilation);
        } else if (compilation instanceof Compilation.Compiled) {
            told = List.of();
        }
        // Last, so that what failed above is tried again.
        seen = stamp;
    }

    private static boolean isSame(Compilation one, @Nullable Compilation other) {
        return one instanceof Compilation.Compiled a
                ? other instanceof Compilation.Compiled b
                        && a.policy().hash().equals(b.policy().hash())
                : one.equals(other);
    }

    private boolean isNews(Compilation compilation) {
        return compilation instanceof Compilation.Compiled compiled
                ? !compiled.policy().hash().equals(hash)
                : !((Compilation.Failed) compilation).problems().equals(told);
    }

    private void tell(Compilation compilation) {
        if (compilation instanceof Compilation.Compiled compiled) {
            listener.changed(compiled);
            hash = compiled.policy().hash();
            told = List.of();
        } else {
            List<Problem> problems = ((Compilation.Failed) compilation).problems();
            listener.broken(problems);
            told = problems;
        }
    }

    private @Nullable Stamp stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime().toInstant(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            return null;
        }
    }

    /** Stops the thread; a change being told is told to its end. */
    @Override
    public void close() {
        closed.countDown();
    }
}
