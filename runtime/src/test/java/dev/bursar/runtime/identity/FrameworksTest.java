// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs, attempts and tools as frameworks and retry libraries tell them. */
class FrameworksTest {

    private static final String CHARGE = "charge";

    private final Woven app = new Woven();
    private int billing;
    private int refunds;

    @BeforeEach
    void bind() {
        billing = app.boundary("billing");
        refunds = app.boundary("refunds");
    }

    @Test
    void is_nobodys_until_a_boundary_inside_it_is_entered() {
        run(() -> {
            assertThat(app.here().callers()).isEmpty();
            String run = app.runId();
            app.run(billing, () -> {
                assertThat(app.here().callers()).containsExactly("billing");
                assertThat(app.here().runOf("billing").id()).isEqualTo(run);
            });
            app.run(refunds, () -> assertThat(app.runId()).isEqualTo(run));
        });
        assertThat(app.scopes.current()).isNull();
    }

    @Test
    void repeats_the_ordinals_of_the_pass_before() {
        run(() -> {
            for (int pass = 0; pass < 3; pass++) {
                pass(() -> assertThat(charges(2)).containsExactly(0, 1));
            }
        });
    }

    @Test
    void takes_a_pass_inside_a_pass_for_a_part_of_it() {
        run(() -> pass(() -> {
            pass(() -> assertThat(charge()).isZero());
            pass(() -> assertThat(charge()).isEqualTo(1));
        }));
    }

    @Test
    void opens_a_run_for_a_loop_that_stands_in_none() {
        pass(() -> {
            assertThat(app.openRun().isOfFramework()).isTrue();
            assertThat(charge()).isZero();
            pass(() -> assertThat(charge()).isEqualTo(1));
        });
        assertThat(app.scopes.current()).isNull();
    }

    @Test
    void frees_what_a_tool_took_that_failed() {
        run(() -> pass(() -> {
            failing(app.scopes::enterTool, () -> assertThat(charge()).isZero());
            tool(() -> assertThat(charge()).isZero());
            tool(() -> assertThat(charge()).isEqualTo(1));
        }));
    }

    @Test
    void frees_what_a_tool_took_whose_stage_fails() {
        CompletableFuture<String> result = new CompletableFuture<>();
        run(() -> pass(() -> {
            Object tool = Objects.requireNonNull(app.scopes.enterTool());
            charge();
            app.scopes.leave(tool, result, null);
            assertThat(charge()).isEqualTo(1);
            result.completeExceptionally(new IllegalStateException("late"));
            assertThat(charge()).isZero();
        }));
    }

    @Test
    void repeats_an_inner_run_in_the_next_pass_of_the_outer_one() {
        run(() -> {
            for (int pass = 0; pass < 2; pass++) {
                pass(() -> {
                    run(() -> pass(() -> assertThat(charge()).isZero()));
                    run(() -> pass(() -> assertThat(charge()).isEqualTo(1)));
                });
            }
        });
    }

    @Test
    void repeats_only_its_own_pass_beside_other_inner_runs() {
        run(() -> pass(() -> {
            run(() -> pass(() -> assertThat(charge()).isZero()));
            run(() -> {
                pass(() -> assertThat(charge()).isEqualTo(1));
                pass(() -> assertThat(charge()).isEqualTo(1));
            });
            run(() -> pass(() -> assertThat(charge()).isEqualTo(2)));
        }));
    }

    @Test
    void repeats_an_inner_run_that_threw() {
        run(() -> pass(() -> {
            failing(
                    () -> app.scopes.openRun("inner", null),
                    () -> pass(() -> assertThat(charge()).isZero()));
            run(() -> pass(() -> assertThat(charge()).isZero()));
        }));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 42})
    void repeats_inner_runs_in_whatever_order_they_come(long seed) {
        List<String> work = new ArrayList<>(List.of("a", "a", "b", "c", "c", "c"));
        Random random = new Random(seed);
        Set<Set<String>> passes = new HashSet<>();
        run(() -> {
            for (int pass = 0; pass < 4; pass++) {
                Collections.shuffle(work, random);
                Set<String> taken = new HashSet<>();
                pass(() -> work.forEach(each -> run(() -> app.run(billing, () -> taken.add(each + app.take(each))))));
                passes.add(taken);
            }
        });
        assertThat(passes).containsExactly(Set.of("a0", "a1", "b0", "c0", "c1", "c2"));
    }

    @Test
    void counts_in_the_run_that_the_policy_declares_around_it() {
        int forward = app.run("billing", "arg0");
        List<String> roots = new ArrayList<>();
        for (int time = 0; time < 2; time++) {
            app.run(
                    forward,
                    () -> run(() -> pass(() -> {
                        roots.add(app.openRun().root().id());
                        assertThat(app.here().runOf("billing").id()).isEqualTo("billing/o-1");
                        assertThat(charge()).isZero();
                    })),
                    "o-1");
        }
        assertThat(roots).containsExactly("billing/o-1", "billing/o-1");
    }

    @Test
    void counts_a_callers_own_named_run_apart_from_the_run_around_it() {
        int forward = app.run("billing", "arg0");
        run(() -> pass(() -> {
            charge();
            app.run(
                    forward,
                    () -> {
                        assertThat(app.openRun().root().id()).isEqualTo("billing/o-1");
                        assertThat(app.take(CHARGE)).isZero();
                    },
                    "o-1");
        }));
    }

    @Test
    void repeats_a_callers_declared_run_in_the_next_try_of_a_retry_library() {
        int forward = app.run("billing");
        List<String> ids = new ArrayList<>();
        run(() -> {
            for (int pass = 0; pass < 2; pass++) {
                pass(() -> app.run(forward, () -> {
                    ids.add(app.runId());
                    assertThat(app.take(CHARGE)).isZero();
                }));
            }
        });
        assertThat(ids).hasSize(2).containsOnly(ids.get(0));
    }

    @Test
    void takes_the_latest_pass_of_a_run_whose_scope_was_captured_outside_its_loop() {
        run(() -> {
            Object captured = app.captured();
            for (int pass = 1; pass <= 3; pass++) {
                int number = pass;
                app.resumed(
                        captured,
                        () -> pass(() -> {
                            assertThat(app.here().attempt()).isEqualTo(number);
                            assertThat(charge()).isZero();
                        }));
            }
            app.resumed(captured, () -> assertThat(charge()).isEqualTo(1));
        });
    }

    @Test
    void repeats_every_pass_of_an_inner_run_that_goes_from_thread_to_thread() {
        run(() -> pass(() -> run(() -> {
            Object captured = app.captured();
            for (int pass = 1; pass <= 4; pass++) {
                app.resumed(captured, () -> pass(() -> assertThat(charges(2)).containsExactly(0, 1)));
            }
        })));
    }

    @Test
    void stays_open_until_the_stage_completes_that_it_was_left_with() {
        CompletableFuture<String> stream = new CompletableFuture<>();
        Object run = Objects.requireNonNull(app.scopes.openRun("langchain4j", null));
        Object captured = app.captured();
        app.scopes.leave(run, stream, null);
        assertThat(app.scopes.current()).isNull();
        app.resumed(
                captured,
                () -> app.run(billing, () -> {
                    assertThat(app.here().runClosed()).isFalse();
                    app.openRun().id();
                }));
        stream.complete("done");
        assertThat(app.closed).hasSize(1);
    }

    @Test
    void keeps_the_run_around_it_open_while_it_goes_on() {
        CompletableFuture<String> stream = new CompletableFuture<>();
        Object[] captured = new Object[1];
        app.run(
                app.run("billing", "arg0"),
                () -> {
                    Object run = Objects.requireNonNull(app.scopes.openRun("langchain4j", null));
                    captured[0] = app.captured();
                    app.scopes.leave(run, stream, null);
                },
                "o-1");
        assertThat(app.closed).isEmpty();
        app.resumed(captured[0], () -> assertThat(app.here().runClosed()).isFalse());
        stream.complete("done");
        assertThat(app.closed).containsExactly("billing/o-1");
        app.resumed(captured[0], () -> assertThat(app.here().runClosed()).isTrue());
    }

    @Test
    void refuses_what_a_tool_left_behind_after_the_run_has_closed() {
        Object[] captured = new Object[1];
        run(() -> pass(() -> app.run(billing, () -> captured[0] = app.captured())));
        app.resumed(captured[0], () -> assertThat(app.here().runClosed()).isTrue());
    }

    @Test
    void does_not_hold_a_framework_to_a_run_in_which_it_set_something_going_for_itself() {
        Object[] captured = new Object[1];
        run(() -> captured[0] = app.captured());
        app.resumed(
                captured[0],
                () -> app.run(billing, () -> {
                    assertThat(app.here().runClosed()).isFalse();
                    assertThat(app.openRun().isImplicit()).isTrue();
                }));
    }

    @Test
    void lets_work_of_an_inner_run_go_on_in_the_run_around_it() {
        app.run(app.run("billing"), () -> {
            Object[] captured = new Object[1];
            run(() -> captured[0] = app.captured());
            app.resumed(captured[0], () -> {
                assertThat(app.here().runClosed()).isFalse();
                assertThat(app.openRun().caller()).isEqualTo("billing");
            });
        });
    }

    @Test
    void counts_a_caller_that_is_entered_again_deeper_in_the_run_it_was_entered_in_first() {
        app.run(app.run("billing"), () -> {
            String outer = app.runId();
            run(() -> app.run(refunds, () -> {
                assertThat(app.here().runOf("refunds").id()).isNotEqualTo(outer);
                app.run(billing, () -> {
                    assertThat(app.here().callers()).containsExactly("billing", "refunds");
                    assertThat(app.here().runOf("billing").id()).isEqualTo(outer);
                });
            }));
        });
    }

    @Test
    void tells_the_frameworks_own_id_to_everything_inside() {
        Object run = Objects.requireNonNull(app.scopes.openRun("langchain4j", "inv-7"));
        app.run(billing, () -> run(() -> assertThat(app.openRun().reference()).isEqualTo("inv-7")));
        app.scopes.leave(run, null, null);
    }

    @Test
    void puts_a_call_by_vault_key_into_the_run_around_it() {
        run(() -> {
            String run = app.runId();
            for (int pass = 0; pass < 2; pass++) {
                pass(() -> {
                    Scope alone = app.scopes.alone("billing");
                    assertThat(alone.runOf("billing").id()).isEqualTo(run);
                    assertThat(alone.take(CHARGE)).isZero();
                });
            }
        });
    }

    @Test
    void rehearses_everything_inside_an_evaluation() {
        Object rehearsal = Objects.requireNonNull(app.scopes.enterRehearsal());
        run(() -> app.run(billing, () -> assertThat(app.here().rehearsal()).isTrue()));
        app.scopes.leave(rehearsal, null, null);
        run(() -> app.run(billing, () -> assertThat(app.here().rehearsal()).isFalse()));
    }

    @Test
    void knows_no_tool_outside_every_run() {
        assertThat(app.scopes.enterTool()).isNull();
    }

    private int charge() {
        int[] taken = new int[1];
        app.run(billing, () -> taken[0] = app.take(CHARGE));
        return taken[0];
    }

    private List<Integer> charges(int count) {
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(charge());
        }
        return taken;
    }

    private void run(Runnable body) {
        step(() -> app.scopes.openRun("framework", null), body);
    }

    private void pass(Runnable body) {
        step(() -> app.scopes.beginAttempt("framework"), body);
    }

    private void tool(Runnable body) {
        step(app.scopes::enterTool, body);
    }

    private void step(Supplier<@Nullable Object> enter, Runnable body) {
        Object token = Objects.requireNonNull(enter.get());
        body.run();
        app.scopes.leave(token, null, null);
    }

    private void failing(Supplier<@Nullable Object> enter, Runnable body) {
        Object token = Objects.requireNonNull(enter.get());
        body.run();
        app.scopes.leave(token, null, new IllegalStateException("the tool failed"));
    }
}
