// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.watching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.watching.Alert;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    private static final Delivery.Pace QUICK =
            new Delivery.Pace(Duration.ofSeconds(1), List.of(Duration.ofMillis(1), Duration.ofMillis(1)));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> told = new CopyOnWriteArrayList<>();

    private static Alert alert(String reason) {
        return Alert.of(Instant.parse("2026-03-04T12:00:30Z"), Alert.What.ALARM, null, reason);
    }

    /** Does to each alert, by its number from 1, what the test says. */
    private interface Step {
        void take(int number) throws Channel.Undelivered, InterruptedException;
    }

    private static final class Fake implements Channel {

        final List<String> sent = new CopyOnWriteArrayList<>();
        private final Step step;

        Fake(Step step) {
            this.step = step;
        }

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public void send(byte[] json, Duration patience) throws Undelivered, InterruptedException {
            sent.add(new String(json, StandardCharsets.UTF_8));
            step.take(sent.size());
        }
    }

    private Delivery started(Channel channel) {
        Delivery delivery = new Delivery(channel, QUICK, told::add);
        delivery.start();
        return delivery;
    }

    @Test
    void delivers_in_order() {
        Fake fake = new Fake(number -> {});
        Delivery delivery = started(fake);
        delivery.accept(alert("one"));
        delivery.accept(alert("two"));
        delivery.drain(PATIENCE);
        assertThat(fake.sent).hasSize(2);
        assertThat(fake.sent.get(0))
                .isEqualTo("{\"text\":\"bursar: one\",\"time\":\"2026-03-04T12:00:30Z\",\"kind\":\"alert\","
                        + "\"about\":\"alarm\",\"reason\":\"one\"}");
        assertThat(delivery.delivered()).isEqualTo(2);
        assertThat(delivery.dropped()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void tries_again_what_was_not_taken() {
        Fake fake = new Fake(number -> {
            if (number < 3) {
                throw new Channel.Undelivered("it answered 503", false);
            }
        });
        Delivery delivery = started(fake);
        delivery.accept(alert("one"));
        delivery.drain(PATIENCE);
        assertThat(fake.sent).hasSize(3);
        assertThat(delivery.delivered()).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    @Test
    void gives_up_after_some_attempts_and_tells_it_and_goes_on() {
        Fake fake = new Fake(number -> {
            if (number <= 3) {
                throw new Channel.Undelivered("it answered 503", false);
            }
        });
        Delivery delivery = started(fake);
        delivery.accept(alert("one"));
        delivery.accept(alert("two"));
        delivery.drain(PATIENCE);
        assertThat(delivery.dropped()).isEqualTo(1);
        assertThat(delivery.delivered()).isEqualTo(1);
        assertThat(told).containsExactly("an alert (one) could not be delivered by the fake: it answered 503");
    }

    @Test
    void does_not_try_again_what_is_of_no_use() {
        Fake fake = new Fake(number -> {
            throw new Channel.Undelivered("it answered 404", true);
        });
        Delivery delivery = started(fake);
        delivery.accept(alert("one"));
        delivery.drain(PATIENCE);
        assertThat(fake.sent).hasSize(1);
        assertThat(delivery.dropped()).isEqualTo(1);
    }

    @Test
    void a_defect_is_told_by_its_kind_alone_and_the_next_alert_is_delivered() {
        Fake fake = new Fake(number -> {
            if (number <= 3) {
                throw new IllegalStateException("https://hooks.example/T0SECRET7");
            }
        });
        Delivery delivery = started(fake);
        delivery.accept(alert("one"));
        delivery.accept(alert("two"));
        delivery.drain(PATIENCE);
        assertThat(delivery.delivered()).isEqualTo(1);
        assertThat(told)
                .singleElement()
                .satisfies(each ->
                        assertThat(each).contains("IllegalStateException").doesNotContain("SECRET"));
    }

    @Test
    void what_does_not_fit_the_queue_is_counted_and_makes_nobody_wait() {
        CountDownLatch go = new CountDownLatch(1);
        Delivery delivery = started(new Fake(number -> go.await()));
        int many = Delivery.CAPACITY + 100;
        long before = System.nanoTime();
        for (int i = 0; i < many; i++) {
            delivery.accept(alert("many"));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        delivery.drain(Duration.ofMillis(1));
        assertThat(delivery.delivered()).isZero();
        go.countDown();
        delivery.drain(PATIENCE);
        assertThat(delivery.delivered() + delivery.dropped()).isEqualTo(many);
        assertThat(delivery.dropped()).isBetween(99L, 100L);
        assertThat(told)
                .singleElement()
                .satisfies(each -> assertThat(each)
                        .endsWith(" alerts could not be delivered by the fake: too many were waiting already"));
    }
}
