// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ordinals that tell equal actions of one attempt apart, and when they are free again. */
class OrdinalsTest {

    private final Woven app = new Woven();
    private int forward;
    private int tool;
    private int step;

    @BeforeEach
    void bind() {
        forward = app.run("billing");
        tool = app.boundary("billing");
        step = app.attempt("billing");
    }

    @Test
    void counts_equal_actions_of_one_attempt() {
        app.run(forward, () -> {
            app.run(tool, () -> assertThat(app.take("charge")).isZero());
            app.run(tool, () -> assertThat(app.take("charge")).isEqualTo(1));
            assertThat(app.take("charge")).isEqualTo(2);
            assertThat(app.take("refund")).isZero();
        });
        app.run(forward, () -> assertThat(app.take("charge")).isZero());
    }

    @Test
    void begins_again_with_each_attempt_and_stays_with_the_latest_afterwards() {
        app.run(forward, () -> {
            app.run(step, () -> {
                assertThat(app.here().attempt()).isEqualTo(1);
                assertThat(app.take("charge")).isZero();
            });
            app.run(step, () -> {
                assertThat(app.here().attempt()).isEqualTo(2);
                assertThat(app.take("charge")).isZero();
            });
            assertThat(app.take("charge")).isEqualTo(1);
            assertThat(app.openRun().attempt()).isEqualTo(2);
        });
    }

    @Test
    void counts_the_first_pass_apart_from_what_the_run_did_before_it() {
        app.run(forward, () -> {
            app.take("charge");
            app.run(step, () -> assertThat(app.here().attempt()).isEqualTo(2));
        });
    }

    @Test
    void begins_no_attempt_of_another_callers_run() {
        int others = app.attempt("refunds");
        int frameworks = app.attempt(null);
        app.run(forward, () -> {
            app.take("charge");
            app.run(others, () -> {
                assertThat(app.here().callers()).containsExactly("refunds", "billing");
                assertThat(app.here().attempt()).isEqualTo(1);
            });
            app.run(frameworks, () -> assertThat(app.here().attempt()).isEqualTo(2));
        });
    }

    @Test
    void frees_what_a_throwing_tool_took() {
        app.run(forward, () -> {
            app.take("charge");
            app.failing(tool, () -> assertThat(app.take("charge")).isEqualTo(1));
            app.run(tool, () -> assertThat(app.take("charge")).isEqualTo(1));
            app.run(tool, () -> assertThat(app.take("charge")).isEqualTo(2));
        });
    }

    @Test
    void frees_the_lowest_first_and_never_one_that_is_taken() {
        app.run(forward, () -> {
            int[] first = new int[1];
            app.failing(tool, () -> {
                first[0] = app.take("charge");
                app.take("charge");
            });
            assertThat(app.take("charge")).isEqualTo(first[0]);
            assertThat(app.take("charge")).isEqualTo(1);
            assertThat(app.take("charge")).isEqualTo(2);
        });
    }

    @Test
    void frees_what_inner_methods_took_when_an_outer_one_throws() {
        int other = app.boundary("refunds");
        app.run(forward, () -> {
            app.failing(tool, () -> {
                app.run(tool, () -> app.take("charge"));
                app.run(tool, () -> app.run(tool, () -> app.take("charge")));
                app.run(other, () -> app.run(tool, () -> app.take("charge")));
                assertThat(app.take("charge")).isEqualTo(3);
            });
            assertThat(app.take("charge")).isZero();
        });
    }

    @Test
    void keeps_what_was_taken_before_and_beside_the_throwing_method() {
        app.run(
                forward,
                () -> app.run(tool, () -> {
                    app.run(tool, () -> app.take("charge"));
                    app.failing(tool, () -> app.take("charge"));
                    assertThat(app.take("charge")).isEqualTo(1);
                    app.run(tool, () -> app.failing(tool, () -> {}));
                    assertThat(app.take("charge")).isEqualTo(2);
                }));
    }

    @Test
    void frees_what_captured_work_took_for_a_tool_that_throws_even_later() {
        app.run(forward, () -> {
            Object[] captured = new Object[1];
            app.failing(tool, () -> {
                captured[0] = app.captured();
                onAnother(
                        captured[0],
                        () -> app.run(tool, () -> assertThat(app.take("charge")).isZero()));
            });
            onAnother(captured[0], () -> assertThat(app.take("charge")).isZero());
            assertThat(app.take("charge")).isZero();
        });
    }

    @Test
    void keeps_what_captured_work_took_for_a_tool_that_returned() {
        app.run(forward, () -> {
            Object[] captured = new Object[1];
            app.run(tool, () -> captured[0] = app.captured());
            onAnother(captured[0], () -> assertThat(app.take("charge")).isZero());
            app.failing(tool, () -> {});
            assertThat(app.take("charge")).isEqualTo(1);
        });
    }

    @Test
    void frees_what_late_work_of_an_inner_tool_took_when_the_outer_one_throws() {
        app.run(forward, () -> {
            Object[] captured = new Object[1];
            app.failing(tool, () -> {
                app.run(tool, () -> captured[0] = app.captured());
                onAnother(captured[0], () -> assertThat(app.take("charge")).isZero());
            });
            assertThat(app.take("charge")).isZero();
        });
    }

    @Test
    void counts_captured_work_in_the_attempt_it_was_captured_in() {
        app.run(forward, () -> {
            Object[] captured = new Object[1];
            app.run(step, () -> captured[0] = app.captured());
            app.run(step, () -> {
                assertThat(app.take("charge")).isZero();
                onAnother(captured[0], () -> {
                    assertThat(app.here().attempt()).isEqualTo(1);
                    assertThat(app.take("charge")).isZero();
                });
            });
        });
    }

    @Test
    void frees_what_a_method_took_whose_stage_fails_after_it_returned() {
        app.run(forward, () -> {
            CompletableFuture<String> good = new CompletableFuture<>();
            CompletableFuture<String> bad = new CompletableFuture<>();
            app.in(
                    tool,
                    () -> app.in(tool, () -> {
                        app.take("charge");
                        return good;
                    }));
            app.in(
                    tool,
                    () -> app.in(tool, () -> {
                        app.take("charge");
                        return bad;
                    }));
            good.complete("done");
            assertThat(app.take("charge")).isEqualTo(2);
            bad.completeExceptionally(new IllegalStateException("no"));
            assertThat(app.take("charge")).isEqualTo(1);
            app.in(tool, () -> {
                app.take("charge");
                return CompletableFuture.failedFuture(new IllegalStateException("no"));
            });
            assertThat(app.take("charge")).isEqualTo(3);
        });
    }

    @Test
    void frees_the_outer_methods_ordinals_with_a_stage_in_between() {
        app.run(forward, () -> {
            app.failing(
                    tool,
                    () -> app.run(tool, () -> {
                        app.in(tool, () -> {
                            app.take("charge");
                            return new CompletableFuture<String>();
                        });
                        assertThat(app.take("charge")).isEqualTo(1);
                    }));
            assertThat(app.take("charge")).isZero();
        });
    }

    @Test
    void gives_back_an_ordinal_whose_outcome_is_not_known() {
        app.run(forward, () -> {
            app.run(tool, () -> {
                int n = app.take("charge");
                app.here().free("charge", n);
            });
            assertThat(app.take("charge")).isZero();
            app.here().free("charge", 17);
            app.here().free("unheard of", 0);
            assertThat(app.take("charge")).isEqualTo(1);
        });
    }

    @Test
    void does_not_free_an_ordinal_again_that_another_action_has_taken_since() {
        app.run(forward, () -> {
            Object[] captured = new Object[1];
            CompletableFuture<String> fails = new CompletableFuture<>();
            app.in(tool, () -> {
                app.here().free("charge", app.take("charge"));
                return fails;
            });
            assertThat(app.take("charge")).isZero();
            fails.completeExceptionally(new IllegalStateException("no"));
            assertThat(app.take("charge")).isEqualTo(1);
            assertThat(captured).containsOnlyNulls();
        });
    }

    @Test
    void never_gives_an_ordinal_again_after_forgetting_it() {
        app.run(forward, () -> {
            assertThat(app.take("charge")).isZero();
            assertThat(app.take("charge")).isEqualTo(1);
            for (int i = 0; i < Attempt.REMEMBERED; i++) {
                app.take("charge " + i);
            }
            assertThat(app.take("charge")).isEqualTo(2);
            assertThat(app.take("charge")).isEqualTo(3);
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void gives_each_ordinal_once_to_threads_that_share_a_run(long seed) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Integer> kept = Collections.synchronizedList(new ArrayList<>());
        try {
            app.in(forward, () -> {
                Object captured = app.captured();
                List<Future<?>> tasks = new ArrayList<>();
                for (int t = 0; t < 4; t++) {
                    Random random = new Random(seed * 31 + t);
                    tasks.add(pool.submit(() -> app.resumed(captured, () -> {
                        for (int i = 0; i < 200; i++) {
                            int n = random.nextInt(4);
                            if (n == 0) {
                                app.failing(tool, () -> app.take("charge"));
                            } else {
                                app.run(tool, () -> kept.add(app.take("charge")));
                            }
                        }
                    })));
                }
                for (Future<?> task : tasks) {
                    task.get(30, TimeUnit.SECONDS);
                }
                return null;
            });
        } finally {
            pool.shutdownNow();
        }
        BitSet seen = new BitSet();
        kept.forEach(seen::set);
        assertThat(seen.cardinality()).isEqualTo(kept.size());
    }

    private void onAnother(Object captured, Runnable body) {
        CompletableFuture.runAsync(() -> app.resumed(captured, body)).join();
    }
}
