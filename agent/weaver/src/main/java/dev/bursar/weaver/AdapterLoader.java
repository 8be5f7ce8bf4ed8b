// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Holds the hooks' code for one client's class loader, which is its parent: that code sees the client's own types and the bridge. It
 * defines the weaver's classes itself, from the weaver's own resources, and nothing else.
 */
final class AdapterLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final String OWN = AdapterLoader.class.getPackageName() + ".";

    AdapterLoader(@Nullable ClassLoader client) {
        super("bursar-hooks", client);
    }

    static boolean owns(String name) {
        return name.startsWith(OWN);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!owns(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes;
        try (InputStream in =
                AdapterLoader.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        return defineClass(name, bytes, 0, bytes.length, AdapterLoader.class.getProtectionDomain());
    }
}
