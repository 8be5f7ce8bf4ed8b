// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults;

import dev.bursar.it.harness.Jvm;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/** The names of the methods of a class as it is in bursar.jar. */
final class ShippedMethods {

    private ShippedMethods() {}

    /** Empty if there is no such class. */
    static List<String> of(String type) throws IOException {
        try (JarFile jar = new JarFile(Jvm.BURSAR_JAR.toFile())) {
            ZipEntry entry = jar.getEntry("inst/" + type.replace('.', '/') + ".class");
            if (entry == null) {
                return List.of();
            }
            try (InputStream in = jar.getInputStream(entry)) {
                return TypePool.Default.of(ClassFileLocator.Simple.of(type, in.readAllBytes()))
                        .describe(type)
                        .resolve()
                        .getDeclaredMethods()
                        .stream()
                        .map(MethodDescription::getName)
                        .toList();
            }
        }
    }
}
