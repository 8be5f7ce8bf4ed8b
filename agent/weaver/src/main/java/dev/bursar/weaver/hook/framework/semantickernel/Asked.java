// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.semantickernel;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/** What the model has been asked in one run. It goes up with the subscription's context. */
final class Asked {

    private final @Nullable Object scope;
    private final Set<Object> messages =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    /** @param scope of the run, outside of any attempt of it; {@code null} if there is none */
    Asked(@Nullable Object scope) {
        this.scope = scope;
    }

    /** {@code null} outside of any run. */
    static @Nullable Asked in(ContextView context) {
        return context.getOrDefault(Asked.class, null);
    }

    @Nullable
    Object scope() {
        return scope;
    }

    /** Whether the model was asked with these very messages before; the loop makes new ones whenever it adds to them. */
    boolean again(Object asked) {
        return !messages.add(asked);
    }
}
