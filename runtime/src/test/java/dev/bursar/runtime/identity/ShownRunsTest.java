// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Site;
import dev.bursar.runtime.call.SiteRole;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The id of the open run in the application's logging context. */
class ShownRunsTest {

    private final ThreadLocal<@Nullable String> entry = new ThreadLocal<>();
    private final AtomicInteger puts = new AtomicInteger();
    private boolean present = true;

    private final LogContext log = new LogContext() {
        @Override
        public @Nullable String get(String name) {
            return entry.get();
        }

        @Override
        public boolean isPresent() {
            return present;
        }

        @Override
        public @Nullable String put(String name, @Nullable String value) {
            assertThat(name).isEqualTo("bursar.run");
            puts.incrementAndGet();
            String before = entry.get();
            entry.set(value);
            return before;
        }
    };

    private final Scopes scopes =
            new Scopes(site -> new SiteRole("billing", null, false, null, false, false), log, run -> {});

    private void inside(@Nullable Object token, Runnable body) {
        body.run();
        if (token != null) {
            scopes.leave(token, null, null);
        }
    }

    private void run(@Nullable String id, Runnable body) {
        inside(scopes.enterRun("billing", id), body);
    }

    private void shows(@Nullable String id) {
        assertThat(entry.get()).isEqualTo(id);
    }

    @Test
    void shows_the_innermost_run_and_puts_back_the_one_around_it() {
        run("1", () -> {
            shows("billing/1");
            run("2", () -> shows("billing/2"));
            shows("billing/1");
        });
        shows(null);
    }

    @Test
    void shows_the_id_that_the_journal_has() {
        inside(scopes.openRun("langchain4j", null), () -> {
            shows(scopes.runId());
            inside(scopes.enterAs("billing"), () -> shows(scopes.runId()));
            run("1", () -> inside(scopes.openRun("langchain4j", null), () -> shows("billing/1")));
        });
    }

    @Test
    void puts_back_what_the_application_had_there() {
        entry.set("its own");
        run("1", () -> shows("billing/1"));
        shows("its own");
    }

    @Test
    void shows_it_on_every_thread_that_takes_the_run_up_and_only_as_long() throws Exception {
        Object[] captured = new Object[1];
        run("1", () -> captured[0] = Objects.requireNonNull(scopes.capture()));
        Thread other = new Thread(() -> {
            run("2", () -> {
                Object resumed = scopes.resume(captured[0]);
                shows("billing/1");
                scopes.suspend(resumed);
                shows("billing/2");
            });
            shows(null);
        });
        AtomicInteger failures = new AtomicInteger();
        other.setUncaughtExceptionHandler((thread, e) -> failures.incrementAndGet());
        other.start();
        other.join();
        assertThat(failures).hasValue(0);
        shows(null);
    }

    @Test
    void takes_it_away_while_a_thread_helps_with_others_work() {
        run("1", () -> {
            Object taken = scopes.nobody();
            shows(null);
            inside(taken, () -> {});
            shows("billing/1");
        });
    }

    @Test
    void shows_a_run_that_nobody_declared_once_its_id_is_asked_for() {
        int site = scopes.bind(new Site("com.acme.Tool", List.of(), "work", "()V", List.of()));
        inside(scopes.enter(site, new Object[0]), () -> {
            shows(null);
            String id = Objects.requireNonNull(scopes.runId());
            shows(id);
            scopes.showRun();
            shows(id);
        });
        shows(null);
        inside(scopes.enter(site, new Object[0]), () -> {});
        assertThat(puts).hasValue(2);
    }

    @Test
    void costs_nothing_where_the_run_stays_the_same() {
        run("1", () -> {
            int before = puts.get();
            inside(scopes.enterAs("refunds"), () -> inside(scopes.enterAs("billing"), () -> {}));
            inside(scopes.enterAttempt(), () -> {});
            assertThat(puts).hasValue(before);
        });
    }

    @Test
    void asks_for_no_id_where_there_is_no_logging_context() {
        present = false;
        run(
                null,
                () -> assertThat(Objects.requireNonNull(
                                        Objects.requireNonNull(scopes.current()).run())
                                .idIfKnown())
                        .isNull());
        assertThat(puts).hasValue(0);
    }

    @Test
    void shows_it_from_the_next_run_on_once_the_application_has_set_up_its_log() {
        present = false;
        run("1", () -> {
            present = true;
            run("2", () -> shows("billing/2"));
            shows(null);
        });
        shows(null);
    }
}
