// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import dev.bursar.bridge.CallView;
import dev.bursar.bridge.GovernedCall;
import dev.bursar.compiler.Catalogue;
import dev.bursar.compiler.Compilation;
import dev.bursar.compiler.PolicyCompiler;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import dev.bursar.runtime.credential.Credentials;
import dev.bursar.runtime.gate.Books;
import dev.bursar.runtime.gate.BursarGate;
import dev.bursar.runtime.gate.Tracing;
import dev.bursar.runtime.idempotency.LocalActions;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Journal;
import dev.bursar.runtime.ledger.LocalLedger;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.Charge;
import dev.bursar.runtime.policy.Decider;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.policy.Verdict;
import dev.bursar.runtime.rehearsal.Rehearsals;
import dev.bursar.runtime.vendor.StripeVendor;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The engine without a client, a wire or a disk. A call is opened in a run of its own and given up at once, which gives what it held back; else
 * a cap would be met in time. That is measured with it.
 */
@State(Scope.Benchmark)
public class Engine {

    private static final String STRIPE = "https://api.stripe.com";
    private static final @Nullable Object[] NOTHING = {};
    private static final ConnectException GIVEN_UP = new ConnectException("given up");

    private final StripeVendor stripe = new StripeVendor();
    private final Policy policy = policy(stripe);
    private final CallerPolicy caller = policy.callers().values().iterator().next();
    private final Operation charge = operation("POST", "/v1/charges");
    private final Operation read = operation("GET", "/v1/customers/cus_1");
    private final Parameters parameters =
            Parameters.of(Map.of("amount", List.of("1"), "currency", List.of("usd"), "customer", List.of("cus_1")));
    private final Charge cent = new Charge.Stated(new Money(10_000, "usd"));
    private final Charge nothing = new Charge.Nothing();
    private final Instant now = Instant.now();

    private final BursarGate gate = gate(policy, stripe);
    private final int charging = bind("charge");
    private final int reading = bind("read");
    private final int tooling = bind("look");
    private final CallView chargeView = view("POST", "/v1/charges", "amount=1&currency=usd&customer=cus_1");
    private final CallView readView = view("GET", "/v1/customers/cus_1", "");

    @Benchmark
    public Verdict decideCharge() {
        return Decider.decide(policy, caller, charge, parameters, cent, stripe::money, null, now);
    }

    @Benchmark
    public Verdict decideRead() {
        return Decider.decide(policy, caller, read, Parameters.NONE, nothing, stripe::money, null, now);
    }

    @Benchmark
    public GovernedCall openCharge() {
        return open(charging, chargeView);
    }

    @Benchmark
    public GovernedCall openRead() {
        return open(reading, readView);
    }

    /** What a framework's hooks do for one execution with one pass of its loop, in which nothing is called. */
    @Benchmark
    public Object agentRun() {
        Object run = gate.openRun("bench", null);
        Object pass = gate.beginAttempt("bench");
        gate.leave(pass, null, null);
        gate.leave(run, null, null);
        return gate;
    }

    /** What a framework's hook and a boundary do for one tool that calls no vendor, inside a run. */
    @Benchmark
    public Object toolCall(OpenRun run) {
        Object tool = gate.enterTool("bench");
        Object frame = gate.enter(tooling, NOTHING);
        gate.leave(frame, null, null);
        gate.leave(tool, null, null);
        return run;
    }

    /** A run that each measuring thread has opened. */
    @State(Scope.Thread)
    public static class OpenRun {
        private @Nullable Object run;

        @Setup
        public void open(Engine engine) {
            run = engine.gate.openRun("bench", null);
        }

        @TearDown
        public void close(Engine engine) {
            engine.gate.leave(run, null, null);
        }
    }

    private GovernedCall open(int site, CallView view) {
        Object frame = gate.enter(site, new Object[0]);
        try {
            GovernedCall call = gate.open(view);
            if (call == null || call.answer() != null) {
                throw new IllegalStateException("refused");
            }
            call.failed(GIVEN_UP);
            return call;
        } finally {
            gate.leave(frame, null, null);
        }
    }

    private int bind(String method) {
        return gate.bind("com.acme.bench.Billing", List.of(), method, "()Ljava/lang/String;", List.of());
    }

    private Operation operation(String method, String path) {
        Operation known = stripe.operation(method, path);
        if (known == null) {
            throw new IllegalStateException(method + " " + path);
        }
        return known;
    }

    private static CallView view(String method, String path, String body) {
        return new CallView(
                "stripe-java",
                method,
                STRIPE + path,
                List.of(
                        Map.entry("Authorization", "Bearer sk_test_bench"),
                        Map.entry("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")),
                body.getBytes(StandardCharsets.US_ASCII),
                null);
    }

    private static BursarGate gate(Policy policy, StripeVendor stripe) {
        return new BursarGate(
                policy,
                null,
                List.of(stripe),
                name -> null,
                Tracing.NONE,
                new Credentials(name -> "rk_test_bench_scoped", System::nanoTime),
                new Rehearsals(),
                CompletableFuture.completedFuture(new Books(new Nowhere(), account(), account())),
                Clock.systemUTC());
    }

    private static Books.Account account() {
        return new Books.Account(new LocalLedger(ZoneOffset.UTC), new LocalActions(1 << 20));
    }

    private static Policy policy(StripeVendor stripe) {
        try {
            Path file = Files.createTempFile("bursar", ".yaml");
            try {
                Files.writeString(file, Policies.text(STRIPE, "env:STRIPE_BENCH_KEY"));
                Compilation compilation = PolicyCompiler.compile(file, Catalogue.of(stripe));
                if (compilation instanceof Compilation.Compiled compiled) {
                    return compiled.policy();
                }
                throw new IllegalStateException(compilation.toString());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes every entry and keeps none. */
    private static final class Nowhere implements Journal {

        @Override
        public void write(Entry entry) {}

        @Override
        public void note(Entry entry) {}

        @Override
        public void close() {}
    }
}
