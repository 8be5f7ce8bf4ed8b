// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One version of stripe-java in a class loader of its own, with a {@link StripeDriver} beside it. */
final class StripeVersion extends URLClassLoader {

    private static final Path JARS = Path.of("target", "stripe-versions");

    private final BiFunction<String, Map<String, Object>, @Nullable Object> driver;

    StripeVersion(String version) throws Exception {
        super(new URL[] {jar("stripe-java-" + version), jar("gson-2.10.1")}, ClassLoader.getPlatformClassLoader());
        @SuppressWarnings("unchecked")
        BiFunction<String, Map<String, Object>, @Nullable Object> made =
                (BiFunction<String, Map<String, Object>, @Nullable Object>)
                        loadClass(StripeDriver.class.getName()).getConstructor().newInstance();
        driver = made;
    }

    @Nullable
    Object tell(String what, Map<String, Object> with) {
        return driver.apply(what, with);
    }

    private static URL jar(String name) throws IOException {
        return JARS.resolve(name + ".jar").toUri().toURL();
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!name.startsWith(StripeDriver.class.getName())) {
            return super.findClass(name);
        }
        try (InputStream in =
                StripeVersion.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
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
