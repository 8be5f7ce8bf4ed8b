// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import dev.bursar.bridge.Door;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.function.Function;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.JavaConstant;
import org.jspecify.annotations.Nullable;

/**
 * All that touches Byte Buddy. Nothing here is loaded before the first class is to be woven.
 *
 * <p>Advice is only read, as a class file among the weaver's own resources: it mentions types that exist only beside the client. Advice
 * that is not to be inlined is called by an {@code invokedynamic} that {@link Door#link} resolves.
 */
public final class Bytecode {

    private static final ByteBuddy BYTE_BUDDY = new ByteBuddy()
            .with(TypeValidation.DISABLED)
            .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
            .with(Implementation.Context.Disabled.Factory.INSTANCE);

    private Bytecode() {}

    /** Weaves every method that is expected to carry advice. */
    static byte[] advise(
            @Nullable ClassLoader loader, String internalName, byte[] classFile, List<Shapes.Expected> expected) {
        byte[] woven = classFile;
        for (Shapes.Expected one : expected) {
            woven = weave(
                    loader,
                    internalName,
                    woven,
                    pool -> advice(one.joint().advice(), pool)
                            .on(method(one.joint().method(), one.joint().descriptor())));
        }
        return woven;
    }

    /**
     * Rewrites methods of one class; adds and removes none.
     *
     * @param internalName such as {@code com/acme/Tool}
     * @param wrapper makes what is applied, from a pool that knows the class, what is beside it, and the weaver's own advice
     */
    public static byte[] weave(
            @Nullable ClassLoader loader,
            String internalName,
            byte[] classFile,
            Function<TypePool, AsmVisitorWrapper> wrapper) {
        String name = internalName.replace('/', '.');
        ClassFileLocator locator = new ClassFileLocator.Compound(
                ClassFileLocator.Simple.of(name, classFile),
                own(),
                loader == null
                        ? ClassFileLocator.ForClassLoader.ofBootLoader()
                        : ClassFileLocator.ForClassLoader.of(loader));
        TypePool pool = new TypePool.Default.WithLazyResolution(
                TypePool.CacheProvider.Simple.withObjectType(), locator, TypePool.Default.ReaderMode.FAST);
        return BYTE_BUDDY
                .decorate(pool.describe(name).resolve(), locator)
                .visit(wrapper.apply(pool))
                .make(TypeResolutionStrategy.Disabled.INSTANCE, pool)
                .getBytes();
    }

    /**
     * Advice by the binary name of its class.
     *
     * @param pool as handed out by {@link #weave}
     */
    public static Advice advice(String name, TypePool pool) {
        return mapping().to(pool.describe(name).resolve(), own());
    }

    /** How advice is applied here; a caller may bind annotations of its own before naming the advice. */
    public static Advice.WithCustomMapping mapping() {
        try {
            return Advice.withCustomMapping()
                    .with(new Advice.AssignReturned.Factory())
                    .bootstrap(
                            Door.class.getMethod(
                                    "link", MethodHandles.Lookup.class, String.class, MethodType.class, String.class),
                            (advice, exit) -> (type, method) -> List.of(JavaConstant.Simple.ofLoaded(
                                    advice.getDeclaringType().getName())));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where advice is read from. */
    public static ClassFileLocator own() {
        return ClassFileLocator.ForClassLoader.of(Bytecode.class.getClassLoader());
    }

    private static ElementMatcher<MethodDescription> method(String name, String descriptor) {
        return method -> method.getInternalName().equals(name)
                && (descriptor.isEmpty() || method.getDescriptor().equals(descriptor))
                && !method.isAbstract()
                && !method.isNative();
    }
}
