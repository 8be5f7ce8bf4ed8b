// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop;

import dev.bursar.bridge.Door;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the work among a constructor's or method's arguments by the work with its scope. One class for each kind of work and place among
 * the arguments. It is copied in before a constructor's call of its super constructor, so there is no branch in it.
 */
final class CarryAdvice {

    private CarryAdvice() {}

    static final class Runnable0 {
        private Runnable0() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) @Nullable Runnable work) {
            work = Door.carry(work);
        }
    }

    static final class Runnable1 {
        private Runnable1() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) @Nullable Runnable work) {
            work = Door.carry(work);
        }
    }

    static final class Runnable3 {
        private Runnable3() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 3, readOnly = false) @Nullable Runnable work) {
            work = Door.carry(work);
        }
    }

    static final class Runnable4 {
        private Runnable4() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 4, readOnly = false) @Nullable Runnable work) {
            work = Door.carry(work);
        }
    }

    static final class Callable0 {
        private Callable0() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) @Nullable Callable<?> work) {
            work = Door.carry(work);
        }
    }

    static final class Callable1 {
        private Callable1() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) @Nullable Callable<?> work) {
            work = Door.carry(work);
        }
    }

    static final class Callable4 {
        private Callable4() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 4, readOnly = false) @Nullable Callable<?> work) {
            work = Door.carry(work);
        }
    }

    static final class Supplier1 {
        private Supplier1() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) @Nullable Supplier<?> work) {
            work = Door.carry(work);
        }
    }

    static final class Function3 {
        private Function3() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 3, readOnly = false) @Nullable Function<?, ?> work) {
            work = Door.carry(work);
        }
    }

    static final class Function4 {
        private Function4() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 4, readOnly = false) @Nullable Function<?, ?> work) {
            work = Door.carry(work);
        }
    }

    static final class Consumer3 {
        private Consumer3() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 3, readOnly = false) @Nullable Consumer<?> work) {
            work = Door.carry(work);
        }
    }

    static final class Consumer4 {
        private Consumer4() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 4, readOnly = false) @Nullable Consumer<?> work) {
            work = Door.carry(work);
        }
    }

    static final class BiFunction3 {
        private BiFunction3() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 3, readOnly = false) @Nullable BiFunction<?, ?, ?> work) {
            work = Door.carry(work);
        }
    }

    static final class BiFunction4 {
        private BiFunction4() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 4, readOnly = false) @Nullable BiFunction<?, ?, ?> work) {
            work = Door.carry(work);
        }
    }

    static final class BiConsumer3 {
        private BiConsumer3() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 3, readOnly = false) @Nullable BiConsumer<?, ?> work) {
            work = Door.carry(work);
        }
    }

    static final class BiConsumer4 {
        private BiConsumer4() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 4, readOnly = false) @Nullable BiConsumer<?, ?> work) {
            work = Door.carry(work);
        }
    }
}
