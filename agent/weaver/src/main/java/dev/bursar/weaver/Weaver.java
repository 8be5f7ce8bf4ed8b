// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import dev.bursar.bridge.Door;
import dev.bursar.weaver.hook.Hook;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites governed classes as they load. It only compares names until the first of them is seen; then, or on the warm-up thread if that
 * is sooner, Byte Buddy is started.
 */
public final class Weaver implements ClassFileTransformer {

    /**
     * A system property with the name of a hook whose weaving is then made to fail, to show that its calls are refused. Setting it can
     * only take calls away.
     */
    public static final String BREAK = "bursar.test.break";

    private static final Object INSTALLING = new Object();
    private static @Nullable Adapters adapters;

    private final Instrumentation instrumentation;
    private final Shapes shapes;
    private final Guard guard;
    private final ClassFilter boundaries;
    private final Alarms alarms = new Alarms();
    private final Presence presence;
    private final @Nullable ClassLoader own = Weaver.class.getClassLoader();
    private final ClassLoader platform = ClassLoader.getPlatformClassLoader();
    private final String broken = System.getProperty(BREAK, "");
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private Weaver(Instrumentation instrumentation, List<Hook> hooks, ClassFilter boundaries) {
        this.instrumentation = instrumentation;
        this.boundaries = boundaries;
        shapes = new Shapes(hooks);
        guard = new Guard(shapes, alarms);
        presence = new Presence(hooks, alarms);
    }

    /**
     * Starts weaving: from when this returns no governed class loads without its hooks. Costs next to nothing; the rest happens on a
     * daemon thread, see {@link #ready}.
     *
     * @param boundaries which of the application's own classes are woven, and how
     * @throws IllegalStateException if this JVM cannot be woven: nothing is governed, so start-up must be refused
     */
    public static Weaver install(Instrumentation instrumentation, List<Hook> hooks, ClassFilter boundaries) {
        if (!instrumentation.isRetransformClassesSupported()) {
            throw new IllegalStateException("this JVM does not let classes be retransformed");
        }
        synchronized (INSTALLING) {
            if (adapters == null) {
                Adapters mine = new Adapters(instrumentation);
                if (!Door.install(mine)) {
                    throw new IllegalStateException("another bursar is installed in this JVM");
                }
                adapters = mine;
            }
        }
        List<Hook> all = new ArrayList<>(hooks);
        all.add(Canary.HOOK);
        Weaver weaver = new Weaver(instrumentation, List.copyOf(all), boundaries);
        weaver.preload();
        instrumentation.addTransformer(weaver, true);
        instrumentation.addTransformer(weaver.guard, true);
        Thread warmUp = new Thread(weaver::warmUp, "bursar-weaver");
        warmUp.setDaemon(true);
        warmUp.start();
        return weaver;
    }

    /**
     * Completes once the canary has been woven and answered, and governed classes that were loaded before are woven too. Until then the
     * engine must not be put behind the door. Completes exceptionally if either failed: then it must never be.
     */
    public CompletableFuture<Void> ready() {
        return ready.copy();
    }

    /** Stops weaving; what is woven stays so. For tests, which weave one JVM in several ways. */
    void remove() {
        instrumentation.removeTransformer(this);
        instrumentation.removeTransformer(guard);
    }

    /** Classes that a transformer needs while it runs must be there before, or loading them calls it again. */
    private void preload() {
        // Looking a method of the door up resolves the types in all their descriptors: one of them, a thread pool, is
        // woven itself.
        Objects.requireNonNull(Door.class.getMethods());
        transform(own, "", null, null, new byte[0]);
        guard.transform(own, "", null, null, new byte[0]);
        for (String name : List.of("java.util.concurrent.ThreadLocalRandom", "java.lang.invoke.MethodHandle$1")) {
            try {
                Class.forName(name, true, null);
            } catch (ClassNotFoundException e) {
                // Another JDK has no such class, and then no need of it.
            }
        }
    }

    private void warmUp() {
        try {
            Canary.sing();
            Class<?>[] loaded = Stream.of(instrumentation.getAllLoadedClasses())
                    .filter(type -> !type.isArray() && shapes.governs(type.getName()))
                    .filter(instrumentation::isModifiableClass)
                    .toArray(Class<?>[]::new);
            if (loaded.length > 0) {
                instrumentation.retransformClasses(loaded);
            }
            ready.complete(null);
        } catch (Throwable e) {
            ready.completeExceptionally(e);
        }
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String internalName,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (internalName == null) {
            return null;
        }
        if (redefined == null) {
            presence.seen(loader, internalName, domain);
        }
        List<Shapes.Expected> expected = shapes.of(internalName);
        if (expected != null) {
            return governed(loader, internalName, classFile, expected);
        }
        return loader == null || loader == platform || loader == own || loader instanceof AdapterLoader
                ? null
                : boundary(loader, internalName, classFile);
    }

    /** Whatever goes wrong here leaves the class as it was, and the {@link Guard} finds the hook missing. */
    private byte @Nullable [] governed(
            @Nullable ClassLoader loader, String internalName, byte[] classFile, List<Shapes.Expected> expected) {
        try {
            if (expected.stream().anyMatch(one -> one.hook().name().equals(broken))) {
                throw new IllegalStateException("made to fail by -D" + BREAK);
            }
            // Half a hook in a class of another shape would only be in the guard's way.
            return Shapes.mismatch(new ClassBytes(classFile), expected) == null
                    ? Bytecode.advise(loader, internalName, classFile, expected)
                    : null;
        } catch (Throwable e) {
            guard.failed(internalName, e);
            return null;
        }
    }

    private byte @Nullable [] boundary(ClassLoader loader, String internalName, byte[] classFile) {
        try {
            return boundaries.wants(loader, internalName, classFile)
                    ? boundaries.weave(loader, internalName, classFile)
                    : null;
        } catch (Throwable e) {
            try {
                String what = "`" + internalName.replace('/', '.') + "` could not be woven: " + e;
                alarms.raise(what + "; its methods refuse to run");
                return new ClassBytes(classFile).refuse(Guard::callable, "bursar refuses this call: " + what);
            } catch (Throwable again) {
                return Guard.UNLOADABLE;
            }
        }
    }
}
