// SPDX-License-Identifier: Apache-2.0
package dev.bursar.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** One version of stripe-java, read as bytecode: the requests its methods make, and the models their answers become. */
final class SdkJar {

    private static final String REQUEST_METHOD = "com/stripe/net/ApiResource$RequestMethod";

    /** A method that names a path and a request method. {@code returns} is the generic return type where there is one. */
    record Request(String method, String path, String returns) {}

    /** A class of {@code com.stripe.model}: its generic supertype, and its JSON fields with their generic types. */
    record Model(String superType, boolean isAbstract, TreeMap<String, String> fields) {}

    final List<Request> requests = new ArrayList<>();
    final TreeMap<String, Model> models = new TreeMap<>();

    /** The value of {@code object} for a class, where the SDK itself says so. */
    final TreeMap<String, String> objectNames = new TreeMap<>();

    static SdkJar read(Path jar) throws IOException {
        SdkJar sdk = new SdkJar();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                String name = entry.getName();
                if (!name.endsWith(".class") || !isOfInterest(name)) {
                    continue;
                }
                try (InputStream in = file.getInputStream(entry)) {
                    new ClassReader(in).accept(sdk.new Reader(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
                }
            }
        }
        return sdk;
    }

    private static boolean isOfInterest(String name) {
        return name.startsWith("com/stripe/model/") || name.startsWith("com/stripe/service/")
                || name.startsWith("com/stripe/net/OAuth");
    }

    private final class Reader extends ClassVisitor {
        private String name = "";
        private boolean isLookup;
        private TreeMap<String, String> fields = new TreeMap<>();

        Reader() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
            this.name = name;
            isLookup = name.endsWith("/EventDataClassLookup");
            fields = new TreeMap<>();
            if (name.startsWith("com/stripe/model/")) {
                String superType = signature == null ? "L" + superName + ";" : signature;
                boolean isAbstract = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) != 0;
                models.put(name, new Model(superType, isAbstract, fields));
            }
        }

        @Override
        public FieldVisitor visitField(int access, String field, String descriptor, String signature, Object value) {
            String type = signature == null ? descriptor : signature;
            TreeMap<String, String> target = fields;
            return new FieldVisitor(Opcodes.ASM9) {
                @Override
                public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    if (!annotation.equals("Lcom/google/gson/annotations/SerializedName;")) {
                        return null;
                    }
                    return new AnnotationVisitor(Opcodes.ASM9) {
                        @Override
                        public void visit(String attribute, Object json) {
                            if (attribute.equals("value")) {
                                target.put((String) json, type);
                            }
                        }
                    };
                }
            };
        }

        @Override
        public MethodVisitor visitMethod(int access, String method, String descriptor, String signature, String[] thrown) {
            String generic = signature == null ? descriptor : signature;
            return new Body(generic.substring(generic.lastIndexOf(')') + 1));
        }

        private final class Body extends MethodVisitor {
            private final String returns;
            private final TreeSet<String> paths = new TreeSet<>();
            private final TreeSet<String> methods = new TreeSet<>();
            private String lastText = "";

            Body(String returns) {
                super(Opcodes.ASM9);
                int bounds = returns.indexOf('^');
                this.returns = bounds < 0 ? returns : returns.substring(0, bounds);
            }

            @Override
            public void visitLdcInsn(Object constant) {
                if (constant instanceof String text) {
                    lastText = text;
                    if (text.startsWith("/v1/") || text.startsWith("/v2/") || text.startsWith("/oauth/")) {
                        paths.add(text);
                    }
                } else if (isLookup && constant instanceof Type type) {
                    objectNames.put(type.getInternalName(), lastText);
                }
            }

            @Override
            public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
                if (opcode == Opcodes.GETSTATIC && owner.equals(REQUEST_METHOD)) {
                    methods.add(field);
                }
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String called, String descriptor, boolean isInterface) {
                // Before 23 lists and searches went through helpers that imply GET.
                if (called.equals("requestCollection") || called.equals("requestSearchResult")) {
                    methods.add("GET");
                }
            }

            @Override
            public void visitEnd() {
                for (String path : paths) {
                    if (path.endsWith("?")) {
                        continue;
                    }
                    for (String method : methods) {
                        requests.add(new Request(method, path, returns));
                    }
                }
            }
        }
    }
}
