// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.bridge.Door;
import dev.bursar.compiler.PolicyCompiler;
import dev.bursar.launcher.watching.Watchers;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.credential.Credentials;
import dev.bursar.runtime.gate.Books;
import dev.bursar.runtime.gate.BursarGate;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.rehearsal.Rehearsals;
import dev.bursar.weaver.Weaver;
import dev.bursar.weaver.boundary.Boundaries;
import java.lang.instrument.Instrumentation;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Puts the parts together. What must be certain before {@code main} runs is done here and now: the policy is read, the weaver watches. What
 * takes long goes on beside the application: Byte Buddy, the canary, the journal. A governed call waits for them.
 */
final class Engine {

    private static final int REFUSED = 78;

    private Engine() {}

    static void start(String arguments, Instrumentation instrumentation) {
        background("bursar-reading", PolicyCompiler::warmUp);
        Policy policy = PolicyFile.read(arguments);
        Mode floor = ModeFloor.read();
        String unwatchable = Watchers.problem(policy);
        if (unwatchable != null) {
            throw new StartRefused(unwatchable);
        }
        Watchers watchers = Watchers.of(policy);
        CompletableFuture<Books> books = new CompletableFuture<>();
        BursarGate gate = new BursarGate(
                policy,
                floor,
                Vendors.ALL,
                new ApplicationMdc(),
                new ApplicationTracing(),
                new Credentials(System::getenv, System::nanoTime),
                new Rehearsals(),
                books,
                Clock.systemUTC(),
                watchers.watch());
        PolicyClasses classes = new PolicyClasses(policy);
        Boundaries boundaries = new Boundaries(classes);
        Weaver weaver = Weaver.install(instrumentation, Hooks.ALL, boundaries);
        background("bursar-arming", () -> arm(gate, weaver));
        background("bursar-journal-opening", () -> openBooks(policy, instrumentation, gate, watchers, books));
        Reloading.watch(policy, gate, classes, boundaries, instrumentation);
    }

    /**
     * The door opens only once a canary has proved that weaving works. Waited for on a thread of its own: a stage of a
     * {@link CompletableFuture} is a woven class, and loading it would start Byte Buddy before {@code main}.
     */
    private static void arm(BursarGate gate, Weaver weaver) {
        try {
            weaver.ready().join();
        } catch (CompletionException e) {
            Throwable failure = e.getCause() == null ? e : e.getCause();
            refuse("weaving does not work in this JVM: " + failure.getMessage());
        }
        if (!Door.install(gate)) {
            refuse("another bursar is attached to this JVM");
        }
    }

    private static void openBooks(
            Policy policy,
            Instrumentation instrumentation,
            BursarGate gate,
            Watchers watchers,
            CompletableFuture<Books> books) {
        try {
            background("bursar-watching", () -> watchers.start(gate));
            Ledgers.openModules(instrumentation);
            Books open = Ledgers.open(policy, watchers);
            if (!closeAtShutdown(open, watchers)) {
                books.completeExceptionally(new IllegalStateException("the JVM is shutting down"));
                return;
            }
            books.complete(open);
            gate.tell(Kind.POLICY, "in force", policy.file().toString(), policy.hash());
        } catch (Throwable e) {
            System.err.println("bursar: every governed call will be refused: " + e.getMessage());
            books.completeExceptionally(e);
        }
    }

    /** @return {@code false} if the application has ended before the journal was open: it is closed again, and nothing is wrong */
    private static boolean closeAtShutdown(Books open, Watchers watchers) {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(open, watchers), "bursar-closing"));
            return true;
        } catch (IllegalStateException e) {
            open.journal().close();
            return false;
        }
    }

    private static void close(Books open, Watchers watchers) {
        try {
            watchers.close();
        } finally {
            open.journal().close();
        }
    }

    static void background(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void refuse(String why) {
        System.err.println("bursar: not started: " + why);
        System.err.flush();
        Runtime.getRuntime().halt(REFUSED);
    }
}
