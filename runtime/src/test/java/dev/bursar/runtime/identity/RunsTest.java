// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Runs: what opens one, what its id is, what its parent is, when it closes. */
class RunsTest {

    private final Woven app = new Woven();

    private List<String> idsOf(int site, int times, @Nullable Object... arguments) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            app.run(site, () -> ids.add(app.runId()), arguments);
        }
        return ids;
    }

    @Test
    void opens_a_new_random_run_at_each_entry() {
        List<String> ids = idsOf(app.run("billing"), 2);
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{32}"));
        assertThat(app.closed).isEqualTo(ids);
    }

    @Test
    void opens_an_implicit_run_at_the_outermost_boundary_only() {
        int billing = app.boundary("billing");
        app.run(billing, () -> {
            String id = app.runId();
            app.run(billing, () -> assertThat(app.runId()).isEqualTo(id));
            app.run(app.boundary("refunds"), () -> assertThat(app.runId()).isEqualTo(id));
            assertThat(app.openRun().isImplicit()).isTrue();
            assertThat(app.closed).isEmpty();
        });
        assertThat(app.closed).hasSize(1);
        assertThat(idsOf(billing, 2)).doesNotHaveDuplicates();
    }

    @Test
    void says_nothing_of_an_implicit_run_that_nobody_asked_for() {
        app.run(app.boundary("billing"), () -> {});
        assertThat(app.closed).isEmpty();
    }

    @Test
    void takes_a_stable_id_from_an_argument_readable_where_it_is_plain() {
        int site = app.run("billing", "arg1");
        UUID order = UUID.fromString("3f0c8d38-3c0a-4a0e-9d7e-0a8f2a1b6c11");
        assertThat(idsOf(site, 2, "ignored", "order-42")).containsExactly("billing/order-42", "billing/order-42");
        assertThat(idsOf(site, 1, "ignored", 42L)).containsExactly("billing/42");
        assertThat(idsOf(site, 1, "ignored", order)).containsExactly("billing/" + order);
        assertThat(idsOf(site, 1, "ignored", Thread.State.NEW)).containsExactly("billing/NEW");
    }

    @Test
    void hashes_a_stable_id_that_may_be_personal_or_is_long() {
        int site = app.run("billing", "arg0");
        String mail = idsOf(site, 1, "jane@example.com").get(0);
        assertThat(mail)
                .matches("billing/~[0-9a-f]{32}")
                .isEqualTo(idsOf(site, 1, "jane@example.com").get(0));
        assertThat(idsOf(site, 1, "x".repeat(65)).get(0)).matches("billing/~[0-9a-f]{32}");
        assertThat(idsOf(site, 1, "~" + mail.substring(9)).get(0)).isNotEqualTo(mail);
    }

    @Test
    void takes_a_stable_id_from_the_logging_context() {
        int site = app.run("billing", "mdc:order");
        app.mdc.put("order", "o-7");
        assertThat(idsOf(site, 1)).containsExactly("billing/o-7");
    }

    @Test
    void refuses_calls_of_a_run_whose_id_is_missing_blank_or_unstable() {
        int site = app.run("billing", "arg0");
        for (@Nullable Object bad : new @Nullable Object[] {null, "", "  ", new Object(), 1.5d, List.of("a")}) {
            app.run(site, () -> assertThat(app.here().conflict()).contains("`arg0`"), bad);
        }
        app.run(
                app.run("billing", "arg7"),
                () -> assertThat(app.here().conflict()).contains("`arg7`"),
                "only one");
        app.run(
                app.run("billing", "mdc:none"),
                () -> assertThat(app.here().conflict()).contains("`mdc:none`"));
    }

    @Test
    void closes_a_stable_id_only_with_the_last_of_its_runs_and_shares_no_ordinals_between_them() {
        int site = app.run("billing", "arg0");
        Object first = app.scopes.enter(site, new Object[] {"o-1"});
        assertThat(app.take("charge")).isZero();
        CompletableFuture.runAsync(
                        () -> app.run(site, () -> assertThat(app.take("charge")).isZero(), "o-1"))
                .join();
        assertThat(app.closed).isEmpty();
        if (first != null) {
            app.scopes.leave(first, null, null);
        }
        assertThat(app.closed).containsExactly("billing/o-1");
    }

    @Test
    void makes_a_second_entry_of_the_same_caller_the_next_attempt_of_the_open_run() {
        int site = app.run("billing");
        app.run(site, () -> {
            String id = app.runId();
            app.take("charge");
            app.run(site, () -> {
                assertThat(app.runId()).isEqualTo(id);
                assertThat(app.here().attempt()).isEqualTo(2);
                assertThat(app.take("charge")).isZero();
            });
            assertThat(app.closed).isEmpty();
        });
        assertThat(app.closed).hasSize(1);
    }

    @Test
    void opens_another_run_inside_a_run_where_it_names_an_id_of_its_own() {
        int named = app.run("billing", "arg0");
        app.run(app.run("billing"), () -> {
            Run outer = app.openRun();
            app.run(
                    named,
                    () -> {
                        assertThat(app.runId()).isEqualTo("billing/o-1");
                        assertThat(app.openRun().parent()).isSameAs(outer);
                        app.run(named, () -> assertThat(app.runId()).isEqualTo("billing/o-2"), "o-2");
                        app.take("charge");
                        app.run(named, () -> assertThat(app.here().attempt()).isEqualTo(2), "o-1");
                    },
                    "o-1");
            assertThat(app.openRun()).isSameAs(outer);
        });
    }

    @Test
    void derives_the_ids_of_child_runs_so_that_a_repeated_parent_repeats_them() {
        int parent = app.run("billing", "arg0");
        int child = app.run("refunds");
        List<List<String>> passes = new ArrayList<>();
        for (int pass = 0; pass < 2; pass++) {
            app.run(parent, () -> passes.add(idsOf(child, 3)), "o-1");
        }
        app.run(
                parent,
                () -> app.run(app.attempt("billing"), () -> {
                    passes.add(idsOf(child, 3));
                    app.run(app.attempt("billing"), () -> passes.add(idsOf(child, 3)));
                }),
                "o-1");
        assertThat(passes.get(0)).doesNotHaveDuplicates().allMatch(id -> id.matches("refunds/#[0-9a-f]{32}"));
        assertThat(passes).allSatisfy(pass -> assertThat(pass).isEqualTo(passes.get(0)));
        app.run(parent, () -> assertThat(idsOf(child, 3)).doesNotContainAnyElementsOf(passes.get(0)), "o-2");
    }

    @Test
    void names_the_parent_of_a_child_run_and_its_callers() {
        app.run(app.run("billing"), () -> {
            Run parent = app.openRun();
            app.run(app.run("refunds"), () -> {
                assertThat(app.openRun().caller()).isEqualTo("refunds");
                assertThat(app.openRun().parent()).isSameAs(parent);
                assertThat(app.here().callers()).containsExactly("refunds", "billing");
            });
        });
    }

    @Test
    void repeats_a_child_run_whose_parents_tool_or_which_itself_has_thrown() {
        int child = app.run("refunds");
        int tool = app.boundary("billing");
        app.run(app.run("billing"), () -> {
            List<String> ids = new ArrayList<>();
            app.failing(child, () -> ids.add(app.runId()));
            app.failing(tool, () -> app.run(child, () -> ids.add(app.runId())));
            app.run(tool, () -> app.run(child, () -> ids.add(app.runId())));
            assertThat(ids).hasSize(3).containsOnly(ids.get(0));
            app.run(child, () -> assertThat(app.runId()).isNotEqualTo(ids.get(0)));
        });
    }

    @Test
    void does_not_take_separate_runs_inside_an_implicit_one_for_repetitions() {
        int billing = app.boundary("billing");
        int forward = app.run("billing");
        app.run(billing, () -> {
            List<String> ids = new ArrayList<>();
            app.failing(forward, () -> ids.add(app.runId()));
            app.run(forward, () -> ids.add(app.runId()));
            assertThat(ids).doesNotHaveDuplicates();
        });
    }

    @Test
    void repeats_runs_inside_an_implicit_one_with_its_attempts() {
        int step = app.attempt("billing");
        int forward = app.run("refunds");
        app.run(app.boundary("billing"), () -> {
            List<List<String>> passes = new ArrayList<>();
            app.run(step, () -> passes.add(idsOf(forward, 2)));
            app.run(step, () -> passes.add(idsOf(forward, 2)));
            assertThat(passes.get(0)).doesNotHaveDuplicates().isEqualTo(passes.get(1));
        });
    }

    @Test
    void keeps_a_run_open_until_the_stage_it_returned_completes() {
        for (boolean fails : new boolean[] {false, true}) {
            CompletableFuture<String> result = new CompletableFuture<>();
            Run[] run = new Run[1];
            app.in(app.run("billing"), () -> {
                run[0] = app.openRun();
                run[0].id();
                return result;
            });
            assertThat(app.scopes.current()).isNull();
            assertThat(run[0].isClosed()).isFalse();
            app.closed.clear();
            if (fails) {
                result.completeExceptionally(new IllegalStateException("no"));
            } else {
                result.complete("done");
            }
            assertThat(run[0].isClosed()).isTrue();
            assertThat(app.closed).containsExactly(run[0].id());
        }
    }

    @Test
    void closes_a_run_at_once_when_it_throws_or_its_stage_cannot_be_watched() {
        Run[] run = new Run[1];
        app.failing(app.run("billing"), () -> run[0] = app.openRun());
        assertThat(run[0].isClosed()).isTrue();
        app.in(app.run("billing"), () -> {
            run[0] = app.openRun();
            return new CompletableFuture<String>() {
                @Override
                public CompletableFuture<String> whenComplete(
                        java.util.function.BiConsumer<? super String, ? super Throwable> action) {
                    throw new UnsupportedOperationException();
                }
            };
        });
        assertThat(run[0].isClosed()).isTrue();
        assertThat(app.scopes.current()).isNull();
    }

    @Test
    void says_that_the_run_is_closed_to_work_that_outlived_it() {
        Object[] captured = new Object[1];
        app.run(app.run("billing"), () -> captured[0] = app.captured());
        app.resumed(captured[0], () -> {
            assertThat(app.here().callers()).containsExactly("billing");
            assertThat(app.here().runClosed()).isTrue();
            app.run(
                    app.boundary("billing"),
                    () -> assertThat(app.here().runClosed()).isTrue());
            app.run(app.run("billing"), () -> assertThat(app.here().runClosed()).isFalse());
        });
        assertThat(app.scopes.current()).isNull();
    }

    @Test
    void lets_an_implicit_run_last_as_long_as_anything_of_it_runs() {
        Object[] captured = new Object[1];
        String[] id = new String[1];
        Object entered = app.scopes.enter(app.boundary("billing"), new Object[0]);
        captured[0] = app.captured();
        id[0] = app.runId();
        CompletableFuture<?> other = new CompletableFuture<>();
        CompletableFuture<?> started = new CompletableFuture<>();
        Thread worker = new Thread(() -> app.resumed(captured[0], () -> {
            started.complete(null);
            other.join();
            assertThat(app.runId()).isEqualTo(id[0]);
        }));
        worker.start();
        started.join();
        if (entered != null) {
            app.scopes.leave(entered, null, null);
        }
        assertThat(app.closed).isEmpty();
        other.complete(null);
        assertThat(joined(worker)).isTrue();
        assertThat(app.closed).containsExactly(id[0]);
        app.resumed(captured[0], () -> {
            assertThat(app.here().runClosed()).isFalse();
            assertThat(app.runId()).isNotEqualTo(id[0]);
        });
        assertThat(app.closed).hasSize(2);
    }

    private static boolean joined(Thread thread) {
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return !thread.isAlive();
    }
}
