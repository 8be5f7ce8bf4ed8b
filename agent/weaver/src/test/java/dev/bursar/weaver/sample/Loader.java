// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.sample;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Loads the sample afresh, in an application's loader. */
public final class Loader extends ClassLoader {

    private final UnaryOperator<byte[]> change;

    private Loader(UnaryOperator<byte[]> change) {
        super("sample", ClassLoader.getPlatformClassLoader());
        this.change = change;
    }

    /** A new client, of a class that is loaded only now. */
    public static Function<String, Map<String, String>> sample() throws Exception {
        return sample(UnaryOperator.identity());
    }

    /** As {@link #sample()}, with a changed class file. */
    @SuppressWarnings("unchecked")
    public static Function<String, Map<String, String>> sample(UnaryOperator<byte[]> change) throws Exception {
        return (Function<String, Map<String, String>>) new Loader(change)
                .loadClass(SampleClient.class.getName())
                .getConstructor()
                .newInstance();
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        return Loader.class.getClassLoader().getResourceAsStream(name);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            if (name.equals(SampleClient.class.getName())) {
                bytes = change.apply(bytes);
            }
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
