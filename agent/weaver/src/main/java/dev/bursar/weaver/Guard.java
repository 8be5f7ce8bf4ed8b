// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import dev.bursar.bridge.Door;
import dev.bursar.weaver.hook.Hook;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Comes after the {@link Weaver} and believes nothing: it looks into the class file that the JVM is about to take. A governed method
 * that does not carry its hook gets a body that refuses; a governed class of an unsupported shape refuses altogether. It needs no
 * library, so it holds when Byte Buddy is what failed, and if it fails itself the class cannot be loaded at all.
 */
final class Guard implements ClassFileTransformer {

    /** No class file: the JVM answers with {@code ClassFormatError}. Made in advance, for want of memory may be the failure. */
    static final byte[] UNLOADABLE = {0};

    private static final String DOOR = Door.class.getName().replace('.', '/');

    private final Shapes shapes;
    private final Alarms alarms;
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    Guard(Shapes shapes, Alarms alarms) {
        this.shapes = shapes;
        this.alarms = alarms;
    }

    /** Why weaving failed, to be told with the refusal. */
    void failed(String internalName, Throwable why) {
        failures.put(internalName, why.toString());
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String internalName,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        List<Shapes.Expected> expected = internalName == null ? null : shapes.of(internalName);
        if (internalName == null || expected == null) {
            return null;
        }
        try {
            return check(loader, internalName, classFile, expected);
        } catch (Throwable e) {
            return UNLOADABLE;
        }
    }

    private byte @Nullable [] check(
            @Nullable ClassLoader loader, String internalName, byte[] classFile, List<Shapes.Expected> expected) {
        ClassBytes bytes = new ClassBytes(classFile);
        String mismatch = Shapes.mismatch(bytes, expected);
        String type = internalName.replace('/', '.');
        if (mismatch != null) {
            Hook hook = expected.get(0).hook();
            String what = "`" + library(hook, loader) + "` is not supported: `" + type + "`: " + mismatch;
            return refuse(bytes, hook.enforces(), what, Guard::callable);
        }
        byte[] checked = null;
        for (Shapes.Expected one : expected) {
            ClassBytes now = checked == null ? bytes : new ClassBytes(checked);
            if (now.methods().stream().anyMatch(method -> naked(now, one, method))) {
                String what = "`" + library(one.hook(), loader) + "` could not be woven: `" + type + "#"
                        + one.joint().method() + "` carries no hook"
                        + (failures.containsKey(internalName) ? ": " + failures.get(internalName) : "");
                byte[] refusing = refuse(now, enforces(one), what, method -> naked(now, one, method));
                checked = refusing == null ? checked : refusing;
            }
        }
        return checked;
    }

    private static boolean naked(ClassBytes bytes, Shapes.Expected one, ClassBytes.Method method) {
        return one.fits(method)
                && method.hasCode()
                && !bytes.carries(method, DOOR, one.joint().advice());
    }

    private byte @Nullable [] refuse(
            ClassBytes bytes, boolean enforces, String what, Predicate<ClassBytes.Method> methods) {
        if (!enforces) {
            alarms.raise(what);
            return null;
        }
        alarms.raise(what + "; its calls are refused");
        return bytes.refuse(methods, "bursar refuses this call: " + what);
    }

    /** No call goes through a static initializer, so none is refused there: the class would be lost with all that is harmless in it. */
    private static boolean enforces(Shapes.Expected one) {
        return one.hook().enforces() && !one.joint().method().equals("<clinit>");
    }

    /** What code can call: a class must still load and its objects still be made, so that the refusal is seen where the call is. */
    static boolean callable(ClassBytes.Method method) {
        return !method.name().startsWith("<");
    }

    /** The library with its version, as far as it can be told. */
    static String library(Hook hook, @Nullable ClassLoader loader) {
        int hash = hook.versionField().indexOf('#');
        if (hash < 0) {
            return hook.name() + " of JDK " + Runtime.version().feature();
        }
        String resource = hook.versionField().substring(0, hash).replace('.', '/') + ".class";
        try (InputStream in = loader == null
                ? ClassLoader.getSystemResourceAsStream(resource)
                : loader.getResourceAsStream(resource)) {
            String version = in == null
                    ? null
                    : new ClassBytes(in.readAllBytes())
                            .constant(hook.versionField().substring(hash + 1));
            return version == null ? hook.name() + " of unknown version" : hook.name() + " " + version;
        } catch (Exception e) {
            return hook.name() + " of unknown version";
        }
    }
}
