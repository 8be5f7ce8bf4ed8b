// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.Joint;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Proves that weaving works in this JVM, the whole way: a class is loaded by a loader of its own, seen by name, woven, passed by the guard
 * and called, and its call is linked to hook code that changes the answer.
 */
final class Canary {

    /** What a bird says that nobody has woven. */
    static final String UNWOVEN = "silence";

    /** What it says when woven. */
    static final String WOVEN = "song";

    static final Hook HOOK = new Hook() {
        @Override
        public String name() {
            return "canary";
        }

        @Override
        public List<Joint> joints() {
            return List.of(
                    new Joint(CanaryBird.class.getName(), "get", "()Ljava/lang/Object;", CanaryAdvice.class.getName()));
        }
    };

    private Canary() {}

    /**
     * @throws IllegalStateException if weaving does not work here
     */
    static void sing() {
        Object said;
        try {
            Class<?> bird = Class.forName(CanaryBird.class.getName(), true, new Cage());
            said = ((Supplier<?>) bird.getConstructor().newInstance()).get();
        } catch (Throwable e) {
            throw new IllegalStateException("classes cannot be woven in this JVM: " + e, e);
        }
        if (!WOVEN.equals(said)) {
            throw new IllegalStateException("classes are not woven in this JVM: the canary said `" + said + "`");
        }
    }

    /** Holds one bird and is thrown away. */
    private static final class Cage extends ClassLoader {

        Cage() {
            super("bursar-canary", null);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = bytes(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }

        private static byte @Nullable [] bytes(String name) throws ClassNotFoundException {
            try (InputStream in =
                    Canary.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
                return in == null || !name.equals(CanaryBird.class.getName()) ? null : in.readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
