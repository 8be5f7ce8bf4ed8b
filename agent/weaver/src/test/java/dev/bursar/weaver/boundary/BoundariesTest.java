// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.weaver.WovenJvm;
import dev.bursar.weaver.testing.Identity;
import dev.bursar.weaver.testing.RecordingGate;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundariesTest {

    private static final String SHOP = "dev.bursar.weaver.boundary.Shop";
    private static final String AGENT = "dev.bursar.weaver.boundary.Agent";

    private final Sightings sightings = new Sightings();

    @BeforeEach
    void open() {
        RecordingGate.installed().reset().identity(sightings);
    }

    @AfterEach
    void close() {
        RecordingGate.installed().reset();
    }

    @Test
    void tells_of_every_entry_and_exit_of_a_bound_class() throws Exception {
        try (WovenJvm jvm = WovenJvm.with(new Boundaries(named(SHOP::equals)))) {
            Callable<?> shop = shop();
            assertThat(jvm).isNotNull();
            assertThat(shop.call()).isEqualTo(List.of(21, "a7", "x!", 5.0, "done", "1ctrue1.02", "inside"));
        }
        assertThat(sightings.entered)
                .containsExactly(
                        "call[]",
                        "number[20, 1]",
                        "text[a, 7]",
                        "lambda[x]",
                        "lambda$lambda$0[]",
                        "twice[2.5]",
                        "future[]",
                        "synchronizedly[1, c, true, 1.0, 2]");
        assertThat(sightings.left).hasSize(8).contains("text=a7", "number=null", "lambda$lambda$0=x!");
        assertThat(sightings.results).anyMatch(CompletableFuture.class::isInstance);
        assertThat(sightings.open).isZero();
    }

    @Test
    void tells_of_what_is_thrown_and_throws_it_on() throws Exception {
        try (WovenJvm jvm = WovenJvm.with(new Boundaries(named(SHOP::equals)))) {
            assertThat(jvm).isNotNull();
            Object shop = shop();
            assertThatThrownBy(() ->
                            shop.getClass().getMethod("failing", int.class).invoke(shop, 1))
                    .isInstanceOf(InvocationTargetException.class)
                    .hasRootCauseMessage("caught inside");
            shop.getClass().getMethod("failing", int.class).invoke(shop, 0);
            shop.getClass().getMethod("nothing").invoke(shop);
        }
        assertThat(sightings.left)
                .containsExactly("failing!java.lang.IllegalArgumentException: out", "failing=null", "nothing=null");
    }

    @Test
    void asks_about_methods_with_the_annotations_of_their_class_file() throws Exception {
        try (WovenJvm jvm = WovenJvm.with(new Boundaries(annotated(AGENT)))) {
            assertThat(jvm).isNotNull();
            shop();
        }
        assertThat(sightings.asked)
                .contains(
                        SHOP + "[" + AGENT + "(billing)]#text(Ljava/lang/String;Ljava/lang/Object;)Ljava/lang/String;["
                                + AGENT + "]",
                        SHOP + "[" + AGENT + "(billing)]#nothing()V[]")
                .noneMatch(asked -> asked.contains("<init>"))
                .noneMatch(asked -> asked.contains("#call()Ljava/lang/Object;"))
                .noneMatch(asked -> asked.contains("Inner"));
    }

    @Test
    void leaves_methods_and_classes_alone_that_are_not_bound() throws Exception {
        sightings.bound = method -> method.equals("number");
        try (WovenJvm jvm = WovenJvm.with(new Boundaries(named(SHOP::equals)))) {
            assertThat(jvm).isNotNull();
            shop().call();
        }
        assertThat(sightings.entered).containsExactly("number[20, 1]");
        sightings.bound = method -> false;
        try (WovenJvm jvm = WovenJvm.with(new Boundaries(named(SHOP::equals)))) {
            assertThat(jvm).isNotNull();
            shop().call();
        }
        try (WovenJvm jvm = WovenJvm.with(new Boundaries(annotated("com.acme.Other")))) {
            assertThat(jvm).isNotNull();
            shop().call();
        }
        assertThat(sightings.entered).hasSize(1);
    }

    @Test
    void weaves_a_class_that_was_loaded_before() throws Exception {
        Callable<?> shop = shop();
        shop.call();
        assertThat(sightings.entered).isEmpty();
        Boundaries boundaries = new Boundaries(named(SHOP::equals));
        try (WovenJvm jvm = WovenJvm.with(boundaries)) {
            assertThat(jvm).isNotNull();
            assertThat(boundaries.weaveLoaded(ByteBuddyAgent.install())).isEmpty();
            shop.call();
        }
        assertThat(sightings.entered).hasSize(8);
    }

    private static BindingFilter named(Predicate<String> names) {
        return filter(names, Set.of());
    }

    private static BindingFilter annotated(String... annotations) {
        return filter(name -> false, Set.of(annotations));
    }

    private static BindingFilter filter(Predicate<String> names, Collection<String> annotations) {
        return new BindingFilter() {
            @Override
            public boolean mayBind(String binaryName) {
                return names.test(binaryName);
            }

            @Override
            public Collection<String> annotations() {
                return annotations;
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static Callable<Object> shop() throws Exception {
        return (Callable<Object>) new Apart().loadClass(SHOP).getConstructor().newInstance();
    }

    /** Loads the shop afresh. */
    private static final class Apart extends ClassLoader {

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(SHOP)) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try (InputStream in =
                    BoundariesTest.class.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Remembers what it was told. */
    private static final class Sightings implements Identity {
        private final List<String> methods = Collections.synchronizedList(new ArrayList<>());
        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
        private final List<String> entered = Collections.synchronizedList(new ArrayList<>());
        private final List<String> left = Collections.synchronizedList(new ArrayList<>());
        private final List<@Nullable Object> results = Collections.synchronizedList(new ArrayList<>());
        private volatile Predicate<String> bound = method -> true;
        private volatile int open;

        @Override
        public int bind(
                String type,
                List<String> typeAnnotations,
                String method,
                String descriptor,
                List<String> methodAnnotations) {
            asked.add(type + typeAnnotations + "#" + method + descriptor + methodAnnotations);
            methods.add(method);
            return bound.test(method) ? methods.size() - 1 : -1;
        }

        @Override
        public Object enter(int site, @Nullable Object[] arguments) {
            open = open + 1;
            entered.add(methods.get(site) + Arrays.toString(arguments));
            return methods.get(site);
        }

        @Override
        public void leave(Object frame, @Nullable Object returned, @Nullable Throwable thrown) {
            open = open - 1;
            results.add(returned);
            Object result = returned instanceof Supplier<?> || returned instanceof CompletableFuture ? "..." : returned;
            left.add(thrown != null ? frame + "!" + thrown : frame + "=" + result);
        }
    }
}
