// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checked against ASM, over the classes of the JDK that runs the test. */
class ClassBytesTest {

    @Test
    void finds_the_same_methods_and_static_calls_as_asm_in_every_class_of_java_util() throws Exception {
        String owner = "java/util/Objects";
        int found = 0;
        for (byte[] file : classes()) {
            Map<String, Boolean> expected = new HashMap<>();
            visit(file, (method, called) -> expected.merge(method, called.equals(owner), Boolean::logicalOr));
            ClassBytes bytes = new ClassBytes(file);
            for (ClassBytes.Method method : bytes.methods()) {
                boolean calls = method.hasCode() && bytes.carries(method, owner, "");
                assertThat(calls).isEqualTo(expected.getOrDefault(method.name() + method.descriptor(), false));
                found += calls ? 1 : 0;
            }
        }
        assertThat(found).isGreaterThan(100);
    }

    @Test
    void writes_class_files_that_asm_reads_with_only_the_chosen_bodies_changed() throws Exception {
        for (byte[] file : classes()) {
            List<String> before = new ArrayList<>();
            List<String> after = new ArrayList<>();
            visit(file, (method, called) -> {
                if (!called.isEmpty() && !method.startsWith("get")) {
                    before.add(method + called);
                }
            });
            byte[] refusing =
                    new ClassBytes(file).refuse(method -> method.name().startsWith("get"), "refused");
            visit(refusing, (method, called) -> {
                assertThat(method.startsWith("get") && !called.isEmpty()).isFalse();
                if (!called.isEmpty()) {
                    after.add(method + called);
                }
            });
            assertThat(after).isEqualTo(before);
        }
    }

    private interface Calls {
        void see(String method, String owner);
    }

    private static void visit(byte[] file, Calls calls) {
        new ClassReader(file)
                .accept(
                        new ClassVisitor(OpenedClassReader.ASM_API) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access,
                                    String name,
                                    String descriptor,
                                    @Nullable String signature,
                                    String @Nullable [] exceptions) {
                                calls.see(name + descriptor, "");
                                return new MethodVisitor(OpenedClassReader.ASM_API) {
                                    @Override
                                    public void visitMethodInsn(
                                            int opcode,
                                            String owner,
                                            String method,
                                            String called,
                                            boolean isInterface) {
                                        if (opcode == Opcodes.INVOKESTATIC) {
                                            calls.see(name + descriptor, owner);
                                        }
                                    }
                                };
                            }
                        },
                        0);
    }

    private static List<byte[]> classes() throws Exception {
        Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", "java.base", "java", "util");
        List<byte[]> files = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths.filter(p -> p.toString().endsWith(".class"))::iterator) {
                files.add(Files.readAllBytes(path));
            }
        }
        return files;
    }
}
