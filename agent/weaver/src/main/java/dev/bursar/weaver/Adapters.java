// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import dev.bursar.bridge.Linker;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Links woven calls to the hooks' code: one {@link AdapterLoader} for each class loader that holds a client. */
final class Adapters implements Linker {

    private final Instrumentation instrumentation;
    /** Both ends weak: an adapter loader holds its client's loader, and is held by the call sites linked to it. */
    private final Map<ClassLoader, WeakReference<AdapterLoader>> loaders = new WeakHashMap<>();

    private final AdapterLoader boot = new AdapterLoader(null);

    Adapters(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    @Override
    public MethodHandle link(MethodHandles.Lookup host, String adapter, String method, MethodType type)
            throws ReflectiveOperationException {
        if (!AdapterLoader.owns(adapter)) {
            throw new ClassNotFoundException(adapter);
        }
        Class<?> client = host.lookupClass();
        AdapterLoader loader = loader(client.getClassLoader());
        open(client.getModule(), loader.getUnnamedModule());
        return MethodHandles.publicLookup().findStatic(Class.forName(adapter, true, loader), method, type);
    }

    private AdapterLoader loader(@Nullable ClassLoader client) {
        if (client == null) {
            return boot;
        }
        synchronized (loaders) {
            WeakReference<AdapterLoader> known = loaders.get(client);
            AdapterLoader loader = known == null ? null : known.get();
            if (loader == null) {
                loader = new AdapterLoader(client);
                loaders.put(client, new WeakReference<>(loader));
            }
            return loader;
        }
    }

    /** Lets the hooks' code, and nobody else, name the types of a client that is a module, exported or not. */
    private void open(Module client, Module adapters) {
        if (client.isNamed()) {
            Map<String, Set<Module>> all =
                    client.getPackages().stream().collect(Collectors.toMap(Function.identity(), p -> Set.of(adapters)));
            instrumentation.redefineModule(client, Set.of(), all, all, Set.of(), Map.of());
        }
    }
}
