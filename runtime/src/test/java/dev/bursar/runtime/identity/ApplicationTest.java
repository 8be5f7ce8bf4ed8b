// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers, runs and attempts as the application itself tells them. */
class ApplicationTest {

    private static final String CHARGE = "charge";

    private final Woven app = new Woven();

    private <T extends @Nullable Object> T inside(@Nullable Object token, Callable<T> body) {
        T returned = null;
        Throwable thrown = null;
        try {
            returned = body.call();
            return returned;
        } catch (Exception e) {
            thrown = e;
            throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        } finally {
            if (token != null) {
                app.scopes.leave(token, returned, thrown);
            }
        }
    }

    private <T extends @Nullable Object> T run(@Nullable String id, Callable<T> body) {
        return inside(app.scopes.enterRun("billing", id), body);
    }

    private <T extends @Nullable Object> T attempt(Callable<T> body) {
        return inside(app.scopes.enterAttempt(), body);
    }

    private int take() {
        return app.take(CHARGE);
    }

    @Test
    void is_the_caller_that_it_says() {
        inside(app.scopes.enterAs("billing"), () -> {
            assertThat(app.here().callers()).containsExactly("billing");
            assertThat(app.openRun().isImplicit()).isTrue();
            return inside(
                    app.scopes.enterAs("refunds"),
                    () -> assertThat(app.here().callers()).containsExactly("refunds", "billing"));
        });
        assertThat(app.scopes.current()).isNull();
    }

    @Test
    void opens_a_run_whose_id_is_the_same_whenever_it_is_repeated() {
        for (int i = 0; i < 2; i++) {
            run("order-42", () -> assertThat(app.scopes.runId()).isEqualTo("billing/order-42"));
        }
        assertThat(app.closed).containsExactly("billing/order-42", "billing/order-42");
        assertThat(app.scopes.runId()).isNull();
    }

    @Test
    void opens_a_run_of_its_own_where_it_names_no_id() {
        String one = run(null, app::runId);
        assertThat(run(null, app::runId)).isNotEqualTo(one);
    }

    @Test
    void stands_in_the_run_around_it_where_it_names_no_id() {
        run("batch-7", () -> {
            assertThat(run(null, this::take)).isZero();
            assertThat(run(null, this::take))
                    .as("another item of the same batch, not the first again")
                    .isEqualTo(1);
            return null;
        });
        String first = run("batch-7", () -> run(null, app::runId));
        assertThat(run("batch-7", () -> run(null, app::runId))).isEqualTo(first);
    }

    @Test
    void begins_its_own_next_attempt_when_its_id_is_named_again_inside_it() {
        run("order-42", () -> {
            assertThat(take()).isZero();
            assertThat(run("order-42", this::take)).isZero();
            assertThat(app.openRun().attempt()).isEqualTo(2);
            return null;
        });
    }

    @Test
    void repeats_in_an_attempt_what_the_one_before_it_took() {
        run(null, () -> {
            for (int i = 0; i < 3; i++) {
                attempt(() -> {
                    assertThat(take()).isZero();
                    assertThat(take()).isEqualTo(1);
                    return null;
                });
            }
            return null;
        });
    }

    @Test
    void repeats_only_its_own_attempts_in_a_run_inside_another() {
        run("batch-7", () -> {
            assertThat(take()).isZero();
            for (int item = 1; item < 3; item++) {
                int expected = item;
                run(null, () -> {
                    for (int i = 0; i < 3; i++) {
                        attempt(() -> assertThat(take()).isEqualTo(expected));
                    }
                    return null;
                });
            }
            return null;
        });
    }

    @Test
    void joins_the_attempts_of_a_run_that_a_boundary_opened() {
        app.run(app.boundary("billing"), () -> {
            attempt(() -> assertThat(take()).isZero());
            attempt(() -> assertThat(take()).isZero());
        });
    }

    @Test
    void may_do_nothing_in_an_attempt_of_no_run() {
        attempt(() -> {
            assertThat(app.here().conflict()).contains("no run is open");
            app.run(
                    app.boundary("billing"),
                    () -> assertThat(app.here().conflict()).contains("no run is open"));
            return null;
        });
        assertThat(app.scopes.current()).isNull();
    }

    @Test
    void is_nobody_under_a_blank_id() {
        run(" ", () -> assertThat(app.here().conflict()).contains("blank"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "1billing", "billing\n", "\u00e4", "name.with.dots"})
    void is_nobody_under_a_name_that_no_caller_can_have(String name) {
        inside(app.scopes.enterAs(name), () -> assertThat(app.here().conflict()).contains("no caller can have"));
        inside(
                app.scopes.enterRun(name, "order-42"),
                () -> assertThat(app.here().conflict()).contains("no caller can have"));
    }

    @Test
    void is_nobody_under_a_name_too_long_for_a_caller() {
        inside(
                app.scopes.enterAs("a".repeat(63)),
                () -> assertThat(app.here().conflict()).isEqualTo(null));
        inside(
                app.scopes.enterAs("a".repeat(64)),
                () -> assertThat(app.here().conflict()).isNotNull());
    }

    @Test
    void cannot_become_somebody_inside_a_doubt() {
        inside(
                app.scopes.enterAs("no caller"),
                () -> run("order-42", () -> assertThat(app.here().conflict()).isNotNull()));
    }

    @Test
    void stays_a_rehearsal_inside_one() {
        inside(
                app.scopes.enterRehearsal(),
                () -> run(
                        "order-42",
                        () -> attempt(() -> assertThat(app.here().rehearsal()).isTrue())));
    }

    @Test
    void stays_open_until_a_stage_completes() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        Object[] captured = new Object[1];
        run("order-42", () -> {
            captured[0] = app.captured();
            return stage;
        });
        app.resumed(captured[0], () -> assertThat(app.here().runClosed()).isFalse());
        stage.complete("done");
        app.resumed(captured[0], () -> assertThat(app.here().runClosed()).isTrue());
    }
}
