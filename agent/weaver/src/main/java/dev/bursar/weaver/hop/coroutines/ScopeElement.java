// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.coroutines;

import dev.bursar.bridge.Door;
import kotlin.coroutines.CoroutineContext;
import kotlin.jvm.functions.Function2;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.ThreadContextElement;
import org.jspecify.annotations.Nullable;

/**
 * The scope that a coroutine was started in, as an element of its context: in force on a thread for as long as a part of the coroutine runs
 * there.
 */
final class ScopeElement implements ThreadContextElement<Object> {

    private static final class Name implements CoroutineContext.Key<ScopeElement> {}

    private static final Name KEY = new Name();
    private static final Object NOTHING = new Object();

    /** {@code null} for nobody's: it takes away what the coroutine around it has. */
    private final @Nullable Object scope;

    private ScopeElement(@Nullable Object scope) {
        this.scope = scope;
    }

    static @Nullable Object start(@Nullable Object outer, @Nullable Object added) {
        return outer instanceof CoroutineScope scope && added instanceof CoroutineContext context
                ? add(scope.getCoroutineContext(), context)
                : added;
    }

    static @Nullable Object change(@Nullable Object outer, @Nullable Object added) {
        return outer instanceof CoroutineContext around && added instanceof CoroutineContext context
                ? add(around, context)
                : added;
    }

    private static CoroutineContext add(CoroutineContext around, CoroutineContext context) {
        Object scope = Door.capture();
        return scope == null && around.get(KEY) == null && context.get(KEY) == null
                ? context
                : context.plus(new ScopeElement(scope));
    }

    @Override
    public Object updateThreadContext(CoroutineContext context) {
        Object entered = scope == null ? Door.nobody() : Door.resume(scope);
        return entered == null ? NOTHING : entered;
    }

    @Override
    public void restoreThreadContext(CoroutineContext context, Object entered) {
        if (entered != NOTHING) {
            Door.suspend(entered);
        }
    }

    @Override
    public CoroutineContext.Key<?> getKey() {
        return KEY;
    }

    // Kotlin compiles the bodies of an interface's methods into a class beside it.

    @Override
    public <E extends CoroutineContext.Element> @Nullable E get(CoroutineContext.Key<E> key) {
        return CoroutineContext.Element.DefaultImpls.get(this, key);
    }

    @Override
    public <R> R fold(R initial, Function2<? super R, ? super CoroutineContext.Element, ? extends R> operation) {
        return CoroutineContext.Element.DefaultImpls.fold(this, initial, operation);
    }

    @Override
    public CoroutineContext minusKey(CoroutineContext.Key<?> key) {
        return CoroutineContext.Element.DefaultImpls.minusKey(this, key);
    }

    @Override
    public CoroutineContext plus(CoroutineContext context) {
        return CoroutineContext.Element.DefaultImpls.plus(this, context);
    }
}
