// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.breaker;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import net.bytebuddy.asm.Advice;

/**
 * What is copied into the methods. A class in Bursar's loader or in the boot loader sees nothing of this agent, so it is reached by types of the JDK
 * only, as values among the system properties.
 */
final class Hooks {

    /** Of the system properties: told of each passage. */
    static final String PASSAGE = "bursar.faults.passage";

    private Hooks() {}

    static final class Entry {
        @Advice.OnMethodEnter
        @SuppressWarnings({"unchecked", "NullAway"})
        static void enter(@Advice.Origin("enter #t #m") String at) {
            ((Consumer<String>) System.getProperties().get("bursar.faults.passage")).accept(at);
        }
    }

    static final class Exit {
        @Advice.OnMethodExit
        @SuppressWarnings({"unchecked", "NullAway"})
        static void exit(@Advice.Origin("exit #t #m") String at) {
            ((Consumer<String>) System.getProperties().get("bursar.faults.passage")).accept(at);
        }
    }

    /** Of a question: answered yes. */
    static final class Yes {
        @Advice.OnMethodExit
        @SuppressWarnings({"unchecked", "NullAway"})
        static void exit(@Advice.Origin("yes #t #m") String at, @Advice.Return(readOnly = false) boolean returned) {
            if (((Predicate<String>) System.getProperties().get("bursar.faults.passage")).test(at)) {
                returned = true;
            }
        }
    }

    /** Of {@code java.time.Clock#currentInstant}. */
    static final class Time {
        @Advice.OnMethodExit
        @SuppressWarnings({"unchecked", "NullAway"})
        static void exit(@Advice.Return(readOnly = false) Instant returned) {
            returned = ((UnaryOperator<Instant>) System.getProperties().get("bursar.faults.clock")).apply(returned);
        }
    }

    /** Of {@code sun.nio.ch.FileChannelImpl#force}. */
    static final class Force {
        @Advice.OnMethodExit
        @SuppressWarnings({"unchecked", "NullAway"})
        static void exit(@Advice.FieldValue("path") String path) {
            ((Consumer<String>) System.getProperties().get("bursar.faults.forced")).accept(path);
        }
    }
}
