// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.boundary;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** An application's class with every kind of method, loaded apart and woven in tests. */
@Agent("billing")
public class Shop implements Callable<List<Object>>, Supplier<Object> {

    /** Not bound: the bridge methods and what is inherited come and go with the compiler. */
    @Override
    public List<Object> call() {
        return List.of(
                number(20L, 1),
                text("a", 7L),
                lambda("x").get(),
                Shop.twice(2.5),
                future().join(),
                synchronizedly((byte) 1, 'c', true, 1f, (short) 2),
                new Inner().inside());
    }

    public int number(long first, int second) {
        return (int) first + second;
    }

    @Agent
    public String text(String first, Object second) {
        return first + second;
    }

    public Supplier<String> lambda(String text) {
        return () -> text + "!";
    }

    public static double twice(double value) {
        return value * 2;
    }

    public CompletableFuture<String> future() {
        return CompletableFuture.completedFuture("done");
    }

    public synchronized String synchronizedly(byte b, char c, boolean z, float f, short s) {
        String joined = "";
        for (Object each : new Object[] {b, c, z, f, s}) {
            joined += each;
        }
        return joined;
    }

    public void nothing() {}

    public int failing(int how) {
        try {
            if (how > 0) {
                throw new IllegalStateException("caught inside");
            }
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("out", e);
        }
        return how;
    }

    @Override
    public Integer get() {
        return 1;
    }

    /** Nested, and bound with its outer class. */
    public static class Inner {
        public String inside() {
            return "inside";
        }
    }
}
