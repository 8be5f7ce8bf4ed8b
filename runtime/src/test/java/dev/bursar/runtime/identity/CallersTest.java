// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.runtime.call.Site;
import dev.bursar.runtime.call.SiteRole;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is calling: the stack of callers, conflicts, rehearsal. */
class CallersTest {

    private final Woven app = new Woven();

    @Test
    void knows_nobody_outside_every_boundary() {
        assertThat(app.scopes.current()).isNull();
        assertThat(app.scopes.capture()).isNull();
    }

    @Test
    void does_not_bind_what_the_policy_does_not_name() {
        assertThat(app.site("unnamed")).isEqualTo(-1);
        assertThat(app.scopes.enter(-1, new Object[0])).isNull();
        assertThat(app.scopes.enter(4711, new Object[0])).isNull();
    }

    @Test
    void gives_one_number_to_one_site() {
        assertThat(app.boundary("billing")).isEqualTo(app.boundary("billing"));
        assertThat(app.boundary("refunds")).isNotEqualTo(app.boundary("billing"));
    }

    @Test
    void names_the_caller_inside_its_boundary_and_nobody_after_it() {
        app.run(app.boundary("billing"), () -> {
            assertThat(app.here().callers()).containsExactly("billing");
            assertThat(app.here().run()).isNotNull();
            assertThat(app.here().attempt()).isEqualTo(1);
        });
        assertThat(app.scopes.current()).isNull();
    }

    @Test
    void keeps_every_caller_of_the_stack_once_with_the_innermost_first() {
        int billing = app.boundary("billing");
        int refunds = app.boundary("refunds");
        app.run(billing, () -> {
            app.run(refunds, () -> {
                assertThat(app.here().callers()).containsExactly("refunds", "billing");
                app.run(billing, () -> assertThat(app.here().callers()).containsExactly("billing", "refunds"));
                assertThat(app.here().callers()).containsExactly("refunds", "billing");
            });
            assertThat(app.here().callers()).containsExactly("billing");
        });
    }

    @Test
    void allocates_no_frame_where_the_same_caller_is_entered_again() {
        int billing = app.boundary("billing");
        app.run(billing, () -> {
            Object first = entered(billing);
            Object second = entered(billing);
            assertThat(first).isSameAs(second);
            app.scopes.leave(second, null, null);
            app.scopes.leave(first, null, null);
            assertThat(app.here().callers()).containsExactly("billing");
        });
        assertThat(app.scopes.current()).isNull();
    }

    @Test
    void keeps_a_conflict_for_everything_inside_it() {
        int torn = app.role("torn", new SiteRole(null, "billing and refunds claim it", false, null, false, false));
        int billing = app.boundary("billing");
        app.run(torn, () -> {
            assertThat(app.here().conflict()).isEqualTo("billing and refunds claim it");
            app.run(billing, () -> assertThat(app.here().conflict()).isEqualTo("billing and refunds claim it"));
        });
        app.run(billing, () -> {
            app.run(torn, () -> assertThat(app.here().conflict()).isNotNull());
            assertThat(app.here().conflict()).isNull();
        });
    }

    @Test
    void refuses_when_the_policy_cannot_say_whose_code_it_is() {
        Scopes broken = new Scopes(
                site -> {
                    throw new IllegalStateException("no policy");
                },
                name -> null,
                id -> {});
        int site = broken.bind(new Site("com.acme.App", List.of(), "forward", "()V", List.of()));
        Object frame = broken.enter(site, new Object[0]);
        Scope scope = broken.current();
        assertThat(scope == null ? null : scope.conflict()).contains("com.acme.App#forward");
        if (frame != null) {
            broken.leave(frame, null, null);
        }
    }

    @Test
    void looks_roles_up_again_when_the_policy_was_reloaded() {
        int site = app.boundary("billing");
        app.roles.put("billing", new SiteRole("accounting", null, false, null, false, false));
        app.run(site, () -> assertThat(app.here().callers()).containsExactly("billing"));
        app.scopes.rolesChanged();
        app.run(site, () -> assertThat(app.here().callers()).containsExactly("accounting"));
        app.roles.put("billing", SiteRole.NONE);
        app.scopes.rolesChanged();
        app.run(site, () -> assertThat(app.scopes.current()).isNull());
    }

    @Test
    void rehearses_everything_inside_a_rehearsal_even_where_there_is_no_caller_yet() {
        int billing = app.boundary("billing");
        app.run(app.rehearsal(), () -> {
            assertThat(app.here().rehearsal()).isTrue();
            assertThat(app.here().callers()).isEmpty();
            assertThat(app.here().run()).isNull();
            assertThatThrownBy(() -> app.take("charge")).isInstanceOf(IllegalStateException.class);
            app.run(billing, () -> {
                assertThat(app.here().rehearsal()).isTrue();
                assertThat(app.here().callers()).containsExactly("billing");
            });
            app.run(app.run("refunds"), () -> assertThat(app.here().rehearsal()).isTrue());
        });
        app.run(billing, () -> assertThat(app.here().rehearsal()).isFalse());
    }

    @Test
    void rehearses_inside_a_caller_until_the_rehearsal_is_left() {
        app.run(app.run("billing"), () -> {
            app.run(app.rehearsal(), () -> {
                assertThat(app.here().rehearsal()).isTrue();
                assertThat(app.here().callers()).containsExactly("billing");
            });
            assertThat(app.here().rehearsal()).isFalse();
        });
    }

    @Test
    void stays_a_rehearsal_on_another_thread() {
        AtomicReference<@Nullable Object> captured = new AtomicReference<>();
        app.run(app.rehearsal(), () -> captured.set(app.captured()));
        app.resumed(
                captured(captured),
                () -> app.run(
                        app.run("billing"),
                        () -> assertThat(app.here().rehearsal()).isTrue()));
    }

    @Test
    void gives_a_call_by_vault_key_a_run_of_its_own_and_the_rehearsal_around_it() {
        Scope first = app.scopes.alone("billing");
        Scope second = app.scopes.alone("billing");
        assertThat(first.callers()).containsExactly("billing");
        assertThat(first.rehearsal()).isFalse();
        assertThat(first.run()).isNotNull().isNotEqualTo(second.run());
        assertThat(first.take("charge")).isZero();
        app.run(
                app.rehearsal(),
                () -> assertThat(app.scopes.alone("billing").rehearsal()).isTrue());
    }

    @Test
    void takes_the_scope_away_while_a_thread_helps_with_other_work_and_puts_it_back() {
        assertThat(app.scopes.nobody()).isNull();
        app.run(app.run("billing"), () -> {
            assertThat(app.take("charge")).isZero();
            Object taken = app.scopes.nobody();
            assertThat(app.scopes.current()).isNull();
            assertThat(app.scopes.capture()).isNull();
            app.run(
                    app.boundary("refunds"),
                    () -> assertThat(app.here().callers()).containsExactly("refunds"));
            if (taken != null) {
                app.scopes.suspend(taken);
            }
            assertThat(app.here().callers()).containsExactly("billing");
            assertThat(app.take("charge")).isEqualTo(1);
        });
    }

    @Test
    void hands_nothing_to_threads_that_are_made_inside_it() {
        List<Object> seen = new ArrayList<>();
        app.in(app.run("billing"), () -> {
            app.here();
            Thread made = new Thread(() -> seen.add(String.valueOf(app.scopes.current())));
            made.start();
            made.join();
            return null;
        });
        assertThat(seen).containsExactly("null");
    }

    @Test
    void survives_frames_left_out_of_order_twice_and_on_foreign_threads() throws InterruptedException {
        int billing = app.boundary("billing");
        int refunds = app.boundary("refunds");
        Object outer = entered(billing);
        Object inner = entered(refunds);
        Thread stranger = new Thread(() -> app.scopes.leave(inner, null, null));
        stranger.start();
        stranger.join();
        assertThat(app.here().callers()).containsExactly("refunds", "billing");
        app.scopes.leave(outer, null, null);
        assertThat(app.scopes.current()).isNull();
        app.scopes.leave(inner, null, null);
        app.scopes.leave(outer, null, null);
        app.scopes.leave("something else", null, null);
        assertThat(app.scopes.current()).isNull();
        app.run(billing, () -> assertThat(app.here().callers()).containsExactly("billing"));
    }

    @Test
    void neither_loses_nor_keeps_a_caller_when_the_stack_overflows_at_any_depth() {
        int billing = app.boundary("billing");
        int refunds = app.boundary("refunds");
        for (int round = 0; round < 20; round++) {
            List<Object> overflowed = new ArrayList<>();
            app.run(billing, () -> {
                try {
                    dive(billing, refunds);
                } catch (StackOverflowError e) {
                    overflowed.add(e);
                }
                assertThat(app.here().callers()).containsExactly("billing");
            });
            assertThat(overflowed).hasSize(1);
            assertThat(app.scopes.current()).isNull();
        }
    }

    @Test
    void leaves_no_caller_on_a_thread_whose_stack_overflows_around_its_only_boundary() {
        int billing = app.boundary("billing");
        for (int round = 0; round < 20; round++) {
            try {
                sink(billing);
            } catch (StackOverflowError e) {
                assertThat(e).isNotNull();
            }
            assertThat(app.scopes.current()).isNull();
        }
    }

    /** Enters the boundary, alone, at every depth down to the last. */
    private int sink(int site) {
        Object frame = app.scopes.enter(site, new Object[0]);
        if (frame != null) {
            app.scopes.leave(frame, null, null);
        }
        return site < 0 ? 0 : sink(site) + 1;
    }

    private int dive(int first, int second) {
        return app.in(first, () -> dive(second, first)) + 1;
    }

    private Object entered(int site) {
        Object frame = app.scopes.enter(site, new Object[0]);
        if (frame == null) {
            throw new AssertionError("nothing entered");
        }
        return frame;
    }

    private static Object captured(AtomicReference<@Nullable Object> reference) {
        Object captured = reference.get();
        if (captured == null) {
            throw new AssertionError("nothing captured");
        }
        return captured;
    }

    @Test
    void keeps_a_thread_that_is_started_in_a_rehearsal_in_it_and_gives_it_no_caller() throws Exception {
        AtomicReference<@Nullable Scope> bare = new AtomicReference<>();
        AtomicReference<@Nullable Scope> entered = new AtomicReference<>();
        AtomicReference<@Nullable Scope> carried = new AtomicReference<>();
        Object live = app.in(app.boundary("refunds"), app::captured);
        int billing = app.boundary("billing");
        Thread thread = new Thread(() -> {
            bare.set(app.scopes.current());
            app.run(billing, () -> entered.set(app.scopes.current()));
            app.resumed(live, () -> carried.set(app.scopes.current()));
        });
        app.run(app.rehearsal(), () -> app.run(billing, () -> app.scopes.starts(thread)));
        thread.start();
        thread.join();
        assertThat(bare.get()).isNotNull().satisfies(scope -> {
            assertThat(scope.callers()).isEmpty();
            assertThat(scope.rehearsal()).isTrue();
        });
        assertThat(entered.get()).isNotNull().satisfies(scope -> {
            assertThat(scope.callers()).containsExactly("billing");
            assertThat(scope.rehearsal()).isTrue();
        });
        assertThat(carried.get()).isNotNull().satisfies(scope -> {
            assertThat(scope.callers()).containsExactly("refunds");
            assertThat(scope.rehearsal()).as("submitted by something live").isFalse();
        });
        assertThat(app.scopes.current()).isNull();
    }

    @Test
    void marks_no_worker_of_a_pool_that_a_rehearsal_needs_one_more_of() throws Exception {
        AtomicReference<@Nullable Scope> later = new AtomicReference<>();
        class Marking extends Thread {
            Marking(Runnable work) {
                super(work);
            }

            @Override
            public void start() {
                app.scopes.starts(this);
                super.start();
            }
        }
        ExecutorService pool = Executors.newFixedThreadPool(1, Marking::new);
        try {
            app.run(app.rehearsal(), () -> pool.execute(() -> {}));
            pool.submit(() -> later.set(app.scopes.current())).get();
            assertThat(later.get()).isNull();
            app.run(app.rehearsal(), () -> {
                Thread own = new Marking(() -> later.set(app.scopes.current()));
                own.start();
                try {
                    own.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(later.get()).isNotNull();
        } finally {
            pool.shutdownNow();
        }
    }
}
