// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.breaker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.ProtectionDomain;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Breaks what the plan says. The plan is a file: {@code at} and a {@link Trigger}, {@code disk} with the state directory and where to keep what was
 * forced, or {@code clock}; with tabs between. Passages count once the system property {@code bursar.faults.armed} is {@code yes}. What has been
 * broken is added to the file {@code PLAN.fired}.
 */
public final class Breaker implements Consumer<String>, Predicate<String>, ClassFileTransformer {

    private static final int FAILED = 97;
    private static final int KILLED = 137;
    private static final String SHIFT = "bursar.faults.shift";
    private static final String CLOCK = "java.time.Clock";
    private static final String CHANNEL = "sun.nio.ch.FileChannelImpl";

    private final Path fired;
    private final Map<String, List<Trigger>> triggers = new HashMap<>();
    private final Set<String> types = new HashSet<>();
    /** Held while something is taken for forced, and by whoever ends the process. */
    private final Object forcing = new Object();

    private Breaker(Path plan) throws IOException {
        fired = plan.resolveSibling(plan.getFileName() + ".fired");
        for (String line : Files.readAllLines(plan)) {
            String[] words = line.split("\t", 2);
            switch (words[0]) {
                case "at" -> {
                    Trigger trigger = new Trigger(words[1]);
                    triggers.computeIfAbsent(trigger.place, any -> new ArrayList<>())
                            .add(trigger);
                    types.add(trigger.type());
                }
                case "disk" -> {
                    String[] paths = words[1].split("\t", -1);
                    Disk forced = new Disk(Path.of(paths[0]), Path.of(paths[1]), forcing);
                    System.getProperties().put("bursar.faults.forced", forced);
                    types.add(CHANNEL);
                }
                case "clock" -> {
                    UnaryOperator<Instant> clock = Breaker::shifted;
                    System.getProperties().put("bursar.faults.clock", clock);
                    types.add(CLOCK);
                }
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    public static void premain(String plan, Instrumentation instrumentation) {
        try {
            Breaker breaker = new Breaker(Path.of(plan));
            System.getProperties().put(Hooks.PASSAGE, breaker);
            instrumentation.addTransformer(breaker, true);
            for (String type : List.of(CLOCK, CHANNEL)) {
                if (breaker.types.contains(type)) {
                    instrumentation.retransformClasses(Class.forName(type));
                }
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // null stands for: as it was
    public byte[] transform(
            @Nullable ClassLoader loader,
            @Nullable String internal,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (internal == null || !types.contains(internal.replace('/', '.'))) {
            return null;
        }
        try {
            return changed(internal.replace('/', '.'), loader, bytes);
        } catch (Throwable e) {
            fail(e);
            return null;
        }
    }

    private byte[] changed(String name, @Nullable ClassLoader loader, byte[] bytes) {
        ClassFileLocator locator = new ClassFileLocator.Compound(
                ClassFileLocator.Simple.of(name, bytes),
                loader == null
                        ? ClassFileLocator.ForClassLoader.ofBootLoader()
                        : ClassFileLocator.ForClassLoader.of(loader));
        TypeDescription type = TypePool.Default.of(locator).describe(name).resolve();
        DynamicType.Builder<?> builder = new ByteBuddy().redefine(type, locator);
        if (name.equals(CLOCK)) {
            builder = builder.visit(Advice.to(Hooks.Time.class).on(ElementMatchers.named("currentInstant")));
        } else if (name.equals(CHANNEL)) {
            builder = builder.visit(Advice.to(Hooks.Force.class).on(ElementMatchers.named("force")));
        }
        for (String place : triggers.keySet()) {
            String[] words = place.split(" ", -1);
            if (words[1].equals(name)) {
                Class<?> hook = switch (words[0]) {
                    case "enter" -> Hooks.Entry.class;
                    case "exit" -> Hooks.Exit.class;
                    default -> Hooks.Yes.class;
                };
                builder = builder.visit(Advice.to(hook).on(ElementMatchers.named(words[2])));
            }
        }
        return builder.make().getBytes();
    }

    @Override
    public void accept(String place) {
        for (Trigger trigger : met(place)) {
            try {
                act(trigger);
            } catch (Throwable e) {
                throw Breaker.<RuntimeException>sneaky(e);
            }
        }
    }

    @Override
    public boolean test(String place) {
        return !met(place).isEmpty();
    }

    private List<Trigger> met(String place) {
        if (!"yes".equals(System.getProperty("bursar.faults.armed"))) {
            return List.of();
        }
        List<Trigger> met = new ArrayList<>();
        for (Trigger trigger : triggers.getOrDefault(place, List.of())) {
            if (trigger.meets()) {
                met.add(trigger);
                if (!trigger.action.equals("halt")) {
                    note(trigger);
                }
            }
        }
        return met;
    }

    private void act(Trigger trigger) throws IOException, InterruptedException {
        switch (trigger.action) {
            case "halt" -> {
                synchronized (forcing) {
                    note(trigger);
                    Runtime.getRuntime().halt(KILLED);
                }
            }
            case "hang" -> {
                // whoever started this process kills it now
                while (true) {
                    LockSupport.park();
                }
            }
            case "io" -> throw new IOException(trigger.argument);
            case "internal" -> throw new InternalError(trigger.argument);
            case "sleep" -> TimeUnit.MILLISECONDS.sleep(Long.parseLong(trigger.argument));
            case "shift" -> System.setProperty(SHIFT, trigger.argument);
            default -> throw new IllegalArgumentException(trigger.action);
        }
    }

    private void note(Trigger trigger) {
        try {
            Files.writeString(fired, trigger.place + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant shifted(Instant real) {
        String shift = System.getProperty(SHIFT);
        return shift == null ? real : real.plus(Duration.parse(shift));
    }

    private static void fail(Throwable e) {
        e.printStackTrace();
        Runtime.getRuntime().halt(FAILED);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T sneaky(Throwable e) throws T {
        throw (T) e;
    }
}
