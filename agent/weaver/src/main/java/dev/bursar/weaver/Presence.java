// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.io.IOException;
import java.io.InputStream;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each framework when it first shows: where something of it must be caught and this version has no place for it, an alarm says so. Else
 * an upgrade could switch protection off without a word.
 */
final class Presence {

    private final Map<String, FrameworkHook> byMarker = new HashMap<>();
    private final Alarms alarms;

    Presence(List<? extends Hook> hooks, Alarms alarms) {
        this.alarms = alarms;
        for (Hook hook : hooks) {
            if (hook instanceof FrameworkHook framework) {
                byMarker.put(framework.marker().replace('.', '/'), framework);
            }
        }
    }

    /** A class is being loaded. Never throws. */
    void seen(@Nullable ClassLoader loader, String internalName, @Nullable ProtectionDomain domain) {
        FrameworkHook hook = byMarker.get(internalName);
        if (hook == null || loader == null) {
            return;
        }
        for (FrameworkHook.Duty duty : hook.duties()) {
            try {
                if (Examination.places(hook, duty, resource -> read(loader, resource))
                        .isEmpty()) {
                    alarms.raise(
                            "`" + hook.name() + "`" + from(domain) + " is not of a version in which bursar recognises "
                                    + duty.what() + ": what it repeats is done again");
                }
            } catch (Throwable e) {
                alarms.raise("`" + hook.name() + "`" + from(domain) + " could not be looked at for " + duty.what()
                        + ": " + e);
            }
        }
    }

    private static byte @Nullable [] read(ClassLoader loader, String resource) {
        try (InputStream in = loader.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            return null;
        }
    }

    /** The jar, whose name mostly tells the version. */
    private static String from(@Nullable ProtectionDomain domain) {
        CodeSource source = domain == null ? null : domain.getCodeSource();
        if (source == null || source.getLocation() == null) {
            return "";
        }
        String path = source.getLocation().getPath();
        String whole = path.endsWith("/") || path.endsWith("!") ? path.substring(0, path.length() - 1) : path;
        return " of `" + whole.substring(whole.lastIndexOf('/') + 1) + "`";
    }
}
