// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.boundary;

import dev.bursar.weaver.Bytecode;
import dev.bursar.weaver.ClassFilter;
import dev.bursar.weaver.boundary.BoundaryAdvice.SiteNumber;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.implementation.bytecode.constant.IntegerConstant;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the classes that the policy binds. Lambda bodies are methods of their class and are woven with it; constructors and static
 * initialisers are not, so what they call is called by whoever made the object.
 */
public final class Boundaries implements ClassFilter {

    private final BindingFilter filter;

    public Boundaries(BindingFilter filter) {
        this.filter = filter;
    }

    @Override
    public boolean wants(@Nullable ClassLoader loader, String internalName, byte[] classFile) {
        if (filter.mayBind(internalName.replace('/', '.'))) {
            return true;
        }
        Collection<String> annotations = filter.annotations();
        for (String annotation : annotations) {
            if (mentions(classFile, annotation)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public byte[] weave(@Nullable ClassLoader loader, String internalName, byte[] classFile) {
        Sites sites = Sites.bind(internalName, classFile);
        return sites.isEmpty()
                ? classFile
                : Bytecode.weave(loader, internalName, classFile, pool -> wrapper(sites, pool));
    }

    /**
     * Weaves classes that were loaded before this filter was in force, or before the policy bound them. Methods that are running stay as they
     * were until they are entered again. Classes bound only by an annotation are not found.
     *
     * @return the names of classes that could not be woven: their calls are nobody's
     */
    public List<String> weaveLoaded(Instrumentation instrumentation) {
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        List<String> failed = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            ClassLoader loader = type.getClassLoader();
            if (loader == null || loader == platform || type.isArray() || !filter.mayBind(type.getName())) {
                continue;
            }
            try {
                if (!type.isHidden()) {
                    instrumentation.retransformClasses(type);
                }
            } catch (UnmodifiableClassException | LinkageError e) {
                failed.add(type.getName());
            }
        }
        return failed;
    }

    private static AsmVisitorWrapper wrapper(Sites sites, TypePool pool) {
        ElementMatcher.Junction<MethodDescription> bound = new ElementMatcher.Junction.ForNonNullValues<>() {
            @Override
            protected boolean doMatch(MethodDescription method) {
                return number(sites, method) >= 0;
            }
        };
        ElementMatcher<MethodDescription> arguments =
                method -> !method.isSynthetic() && !method.getParameters().isEmpty();
        ElementMatcher<MethodDescription> result =
                method -> !method.getReturnType().isPrimitive();
        AsmVisitorWrapper.ForDeclaredMethods all = new AsmVisitorWrapper.ForDeclaredMethods();
        for (boolean in : new boolean[] {true, false}) {
            for (boolean out : new boolean[] {true, false}) {
                all = all.method(
                        bound.and(method -> arguments.matches(method) == in && result.matches(method) == out),
                        advice(sites, pool, in, out));
            }
        }
        return all;
    }

    private static Advice advice(Sites sites, TypePool pool, boolean arguments, boolean result) {
        Class<?> enter = arguments ? BoundaryAdvice.EnterWithArguments.class : BoundaryAdvice.Enter.class;
        Class<?> leave = result ? BoundaryAdvice.LeaveWithResult.class : BoundaryAdvice.Leave.class;
        return Bytecode.mapping()
                .bind(new Advice.OffsetMapping.Factory<SiteNumber>() {
                    @Override
                    public Class<SiteNumber> getAnnotationType() {
                        return SiteNumber.class;
                    }

                    @Override
                    public Advice.OffsetMapping make(
                            net.bytebuddy.description.method.ParameterDescription.InDefinedShape target,
                            net.bytebuddy.description.annotation.AnnotationDescription.Loadable<SiteNumber> annotation,
                            AdviceType type) {
                        return (instrumentedType, method, assigner, argumentHandler, sort) ->
                                new Advice.OffsetMapping.Target.ForStackManipulation(
                                        IntegerConstant.forValue(number(sites, method)));
                    }
                })
                .to(
                        pool.describe(enter.getName()).resolve(),
                        pool.describe(leave.getName()).resolve(),
                        Bytecode.own());
    }

    private static int number(Sites sites, MethodDescription method) {
        return sites.number(method.getInternalName(), method.getDescriptor());
    }

    /** Whether the class file holds the annotation's descriptor. It may do so for another reason; then no method is bound. */
    private static boolean mentions(byte[] classFile, String annotation) {
        byte[] wanted = ("L" + annotation.replace('.', '/') + ";").getBytes(StandardCharsets.UTF_8);
        int last = classFile.length - wanted.length;
        for (int at = 0; at <= last; at++) {
            int i = 0;
            while (i < wanted.length && classFile[at + i] == wanted[i]) {
                i++;
            }
            if (i == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
