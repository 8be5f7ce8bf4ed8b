// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.failsafe;

import dev.bursar.weaver.hook.framework.retry.Around;
import dev.bursar.weaver.hook.framework.retry.Surrounded;
import java.util.List;

/** Puts attempts around the work that Failsafe is given, which is of one of two interfaces of its own. */
final class FailsafeTries {

    private static final List<Class<?>> TYPES =
            List.of(type("dev.failsafe.function.ContextualSupplier"), type("dev.failsafe.function.AsyncRunnable"));

    private FailsafeTries() {}

    static Object around(Around around, Object work) {
        for (Class<?> type : TYPES) {
            if (type.isInstance(work)) {
                return Surrounded.by(around, type, work);
            }
        }
        return work;
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, FailsafeTries.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            // Of another version: no work is of it.
            return Void.class;
        }
    }
}
