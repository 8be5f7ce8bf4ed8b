// SPDX-License-Identifier: Apache-2.0
package dev.bursar.bridge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands behind the door until the engine is installed. Each question first waits, for a bounded time, for the real gate; if none comes,
 * the answer is no.
 */
final class ClosedGate implements Gate {

    private static final String WHY = "bursar is not ready: no call can be decided on, so none is sent";

    private final CountDownLatch opened = new CountDownLatch(1);
    private final long patienceMillis;

    ClosedGate(long patienceMillis) {
        this.patienceMillis = patienceMillis;
    }

    void opened() {
        opened.countDown();
    }

    private @Nullable Gate real() {
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        try {
            while (true) {
                try {
                    boolean open = opened.await(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                    Gate gate = Door.gate();
                    return open && gate != this ? gate : null;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean watches(String host) {
        Gate real = real();
        return real == null || real.watches(host);
    }

    @Override
    public @Nullable GovernedCall open(CallView view) {
        Gate real = real();
        return real == null ? new Refused() : real.open(view);
    }

    @Override
    public Dressing dress(@Nullable String mark, String method, String url) throws IOException {
        Gate real = real();
        if (real == null) {
            throw new IOException(WHY);
        }
        return real.dress(mark, method, url);
    }

    @Override
    public int bind(
            String type,
            List<String> typeAnnotations,
            String method,
            String descriptor,
            List<String> methodAnnotations) {
        Gate real = real();
        return real == null ? -1 : real.bind(type, typeAnnotations, method, descriptor, methodAnnotations);
    }

    @Override
    public @Nullable Object enter(int site, @Nullable Object[] arguments) {
        Gate real = real();
        return real == null ? null : real.enter(site, arguments);
    }

    @Override
    public void leave(@Nullable Object frame, @Nullable Object returned, @Nullable Throwable thrown) {
        // A frame can only come from a real gate, which is then the one asked.
    }

    @Override
    public @Nullable Object openRun(String framework, @Nullable String reference) {
        Gate real = real();
        return real == null ? null : real.openRun(framework, reference);
    }

    @Override
    public @Nullable Object beginAttempt(String framework) {
        Gate real = real();
        return real == null ? null : real.beginAttempt(framework);
    }

    @Override
    public @Nullable Object enterTool(String framework) {
        Gate real = real();
        return real == null ? null : real.enterTool(framework);
    }

    @Override
    public @Nullable Object enterRehearsal(String evaluator) {
        Gate real = real();
        if (real == null) {
            throw new IllegalStateException("bursar is not ready to rehearse, so nothing is evaluated");
        }
        return real.enterRehearsal(evaluator);
    }

    @Override
    public @Nullable Object enterAs(String caller) {
        Gate real = real();
        return real == null ? null : real.enterAs(caller);
    }

    @Override
    public @Nullable Object enterRun(String caller, @Nullable String id) {
        Gate real = real();
        return real == null ? null : real.enterRun(caller, id);
    }

    @Override
    public @Nullable Object enterAttempt() {
        Gate real = real();
        return real == null ? null : real.enterAttempt();
    }

    /** Not waited for: whoever only wants to log it must not stand still. */
    @Override
    public @Nullable String runId() {
        return null;
    }

    @Override
    public @Nullable Map<String, String> lastDecision() {
        return null;
    }

    @Override
    public @Nullable Object capture() {
        return null;
    }

    @Override
    public Object resume(Object captured) {
        return captured;
    }

    @Override
    public void suspend(Object resumed) {
        // Nothing was taken up: this gate never captures.
    }

    @Override
    public void alarm(String what) {
        Gate real = real();
        if (real != null) {
            real.alarm(what);
        } else {
            System.err.println("bursar: " + what);
        }
    }

    /** A call refused because nothing could decide on it; shaped as Stripe shapes its errors. */
    private static final class Refused extends GovernedCall {
        @Override
        public String mark() {
            return "";
        }

        @Override
        public Answer answer() {
            String body =
                    "{\"error\":{\"type\":\"api_error\",\"code\":\"bursar_not_ready\",\"message\":\"" + WHY + "\"}}";
            return new Answer(
                    503,
                    List.of(Map.entry("Content-Type", "application/json"), Map.entry("Stripe-Should-Retry", "false")),
                    body.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int bodyBytesWanted() {
            return 0;
        }

        @Override
        public void answered(
                int status, List<? extends Map.Entry<String, String>> headers, byte[] body, boolean whole) {
            // Nothing was sent.
        }

        @Override
        public void failed(Throwable error) {
            // Nothing was sent.
        }
    }
}
