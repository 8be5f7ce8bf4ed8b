// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.coroutines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.weaver.WovenJvm;
import dev.bursar.weaver.hop.ThreadScopes;
import dev.bursar.weaver.testing.RecordingGate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.coroutines.jvm.internal.SuspendLambda;
import kotlin.jvm.functions.Function2;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.DelayKt;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.ExecutorsKt;
import kotlinx.coroutines.GlobalScope;
import kotlinx.coroutines.Job;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Coroutines written out as Kotlin's compiler would write them; without the JDK's own joints. */
@Timeout(60)
class CoroutinesHopTest {

    private static final int PARTS = 3;

    private static @Nullable WovenJvm jvm;

    private final ThreadScopes scopes = new ThreadScopes();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @BeforeAll
    static void weave() throws Exception {
        RecordingGate.installed().reset();
        jvm = WovenJvm.with(new CoroutinesHook());
    }

    @AfterAll
    static void stop() throws Exception {
        if (jvm != null) {
            jvm.close();
        }
    }

    @BeforeEach
    void open() {
        RecordingGate.installed().reset().identity(scopes);
    }

    @AfterEach
    void close() {
        List<String> alarms = List.copyOf(RecordingGate.installed().alarms());
        RecordingGate.installed().reset();
        assertThat(alarms).isEmpty();
    }

    /** {@code suspend { repeat(PARTS) { part(scope); delay(2) } }}. */
    private static final class Parts extends SuspendLambda
            implements Function2<CoroutineScope, Continuation<? super Unit>, Object> {

        private static final long serialVersionUID = 1;

        private final transient Consumer<CoroutineScope> part;
        private transient @Nullable CoroutineScope scope;
        private int done;

        Parts(Consumer<CoroutineScope> part, @Nullable Continuation<Object> completion) {
            super(2, completion);
            this.part = part;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Continuation<Unit> create(@Nullable Object value, Continuation<?> completion) {
            Parts made = new Parts(part, (Continuation<Object>) completion);
            made.scope = (CoroutineScope) value;
            Object typed = made;
            return (Continuation<Unit>) typed;
        }

        @Override
        public @Nullable Object invoke(CoroutineScope scope, Continuation<? super Unit> completion) {
            Object made = create(scope, completion);
            return ((Parts) made).invokeSuspend(Unit.INSTANCE);
        }

        @Override
        protected @Nullable Object invokeSuspend(Object result) {
            ResultKt.throwOnFailure(result);
            CoroutineScope mine = scope;
            while (done < PARTS && mine != null) {
                done++;
                part.accept(mine);
                Object suspended = IntrinsicsKt.getCOROUTINE_SUSPENDED();
                if (DelayKt.delay(2, this) == suspended) {
                    return suspended;
                }
            }
            return Unit.INSTANCE;
        }
    }

    private Parts probing() {
        return new Parts(scope -> seen.add(String.valueOf(scopes.here())), null);
    }

    private static Job launch(CoroutineScope scope, CoroutineContext context, Parts parts) {
        return BuildersKt.launch(scope, context, CoroutineStart.DEFAULT, parts);
    }

    private void sawOnly(String scope) throws InterruptedException {
        for (int i = 0; i < PARTS; i++) {
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(scope);
        }
    }

    private static CoroutineContext dispatcher(String name) {
        return switch (name) {
            case "Default" -> Dispatchers.getDefault();
            case "IO" -> Dispatchers.getIO();
            default -> Dispatchers.getUnconfined();
        };
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"Default", "IO", "Unconfined"})
    void runs_every_part_of_a_coroutine_in_the_scope_it_was_started_in(String name) throws Exception {
        CoroutineContext dispatcher = dispatcher(name);
        for (int round = 0; round < 5; round++) {
            String run = "run " + round;
            scopes.in(run, () -> launch(GlobalScope.INSTANCE, dispatcher, probing()));
            sawOnly(run);
            assertThat(scopes.here()).isNull();
            launch(GlobalScope.INSTANCE, dispatcher, probing());
            sawOnly("null");
        }
    }

    @Test
    void leaves_no_scope_on_the_thread_between_the_parts() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            scopes.in("run 1", () -> launch(GlobalScope.INSTANCE, ExecutorsKt.from(one), probing()));
            for (int i = 0; i < 20; i++) {
                assertThat(one.submit(() -> String.valueOf(scopes.here())).get(10, TimeUnit.SECONDS))
                        .isEqualTo("null");
            }
            sawOnly("run 1");
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void does_not_lend_a_coroutines_scope_to_what_others_start_in_it() throws Exception {
        CompletableFuture<CoroutineScope> running = new CompletableFuture<>();
        scopes.in(
                "run 1",
                () -> launch(GlobalScope.INSTANCE, Dispatchers.getDefault(), new Parts(running::complete, null)));
        CoroutineScope scope = running.get(20, TimeUnit.SECONDS);
        launch(scope, Dispatchers.getDefault(), probing());
        sawOnly("null");
        scopes.in("run 2", () -> launch(scope, Dispatchers.getIO(), probing()));
        sawOnly("run 2");
    }

    @Test
    void takes_a_coroutines_scope_along_to_what_it_starts_itself() throws Exception {
        scopes.in(
                "run 1",
                () -> launch(
                        GlobalScope.INSTANCE,
                        Dispatchers.getDefault(),
                        new Parts(scope -> launch(scope, Dispatchers.getIO(), probing()), null)));
        for (int i = 0; i < PARTS; i++) {
            sawOnly("run 1");
        }
    }

    @Test
    void puts_the_scope_of_a_blocking_thread_back() throws Exception {
        scopes.in("run 1", () -> {
            BuildersKt.runBlocking(Dispatchers.getDefault(), probing());
            assertThat(scopes.here()).isEqualTo("run 1");
            BuildersKt.runBlocking(kotlin.coroutines.EmptyCoroutineContext.INSTANCE, probing());
            assertThat(scopes.here()).isEqualTo("run 1");
            return null;
        });
        sawOnly("run 1");
        sawOnly("run 1");
        assertThat(scopes.here()).isNull();
    }
}
