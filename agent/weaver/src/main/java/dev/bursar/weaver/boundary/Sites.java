// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.boundary;

import dev.bursar.bridge.Door;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * The bound methods of one class and the numbers of their sites. Read straight from the class file: annotations whose own class is missing
 * at run time bind all the same, and no class is loaded.
 */
final class Sites {

    private static final int NEVER = Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_BRIDGE;

    private record Method(String name, String descriptor, List<String> annotations) {}

    private final Map<String, Integer> numbers = new HashMap<>();

    private Sites() {}

    /** Asks the engine about every method that could be woven. */
    static Sites bind(String internalName, byte[] classFile) {
        List<String> typeAnnotations = new ArrayList<>();
        List<Method> methods = new ArrayList<>();
        OpenedClassReader.of(classFile)
                .accept(
                        new Reader(typeAnnotations, methods),
                        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        Sites sites = new Sites();
        String type = internalName.replace('/', '.');
        List<String> ofType = List.copyOf(typeAnnotations);
        for (Method method : methods) {
            int number = Door.bind(type, ofType, method.name, method.descriptor, List.copyOf(method.annotations));
            if (number >= 0) {
                sites.numbers.put(method.name + method.descriptor, number);
            }
        }
        return sites;
    }

    boolean isEmpty() {
        return numbers.isEmpty();
    }

    /** The number of a method's site; -1 if it is not bound. */
    int number(String name, String descriptor) {
        return numbers.getOrDefault(name + descriptor, -1);
    }

    private static final class Reader extends ClassVisitor {
        private final List<String> typeAnnotations;
        private final List<Method> methods;

        Reader(List<String> typeAnnotations, List<Method> methods) {
            super(OpenedClassReader.ASM_API);
            this.typeAnnotations = typeAnnotations;
            this.methods = methods;
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return new Annotation(descriptor, typeAnnotations);
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if ((access & NEVER) != 0 || name.startsWith("<")) {
                return null;
            }
            List<String> annotations = new ArrayList<>();
            methods.add(new Method(name, descriptor, annotations));
            return new MethodVisitor(OpenedClassReader.ASM_API) {
                @Override
                public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    return new Annotation(annotation, annotations);
                }
            };
        }
    }

    /** Notes {@code com.acme.Agent}, or {@code com.acme.Agent(billing)} if its value is one string. */
    private static final class Annotation extends AnnotationVisitor {
        private final String type;
        private final List<String> into;
        private final List<Object> values = new ArrayList<>();

        Annotation(String descriptor, List<String> into) {
            super(OpenedClassReader.ASM_API);
            this.type = Type.getType(descriptor).getClassName();
            this.into = into;
        }

        @Override
        public void visit(String name, Object value) {
            if (name.equals("value")) {
                values.add(value);
            }
        }

        @Override
        public @Nullable AnnotationVisitor visitArray(String name) {
            if (!name.equals("value")) {
                return null;
            }
            return new AnnotationVisitor(OpenedClassReader.ASM_API) {
                @Override
                public void visit(@Nullable String none, Object value) {
                    values.add(value);
                }
            };
        }

        @Override
        public void visitEnd() {
            into.add(values.size() == 1 && values.get(0) instanceof String one ? type + "(" + one + ")" : type);
        }
    }
}
