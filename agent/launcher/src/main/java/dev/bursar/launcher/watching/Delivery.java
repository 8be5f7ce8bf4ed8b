// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.watching;

import dev.bursar.runtime.watching.Alert;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Alerts on their way through one channel: a bounded queue that never makes anybody wait, and one daemon thread that empties it. What could not
 * be delivered after some attempts, or did not fit the queue, is counted and told to the journal.
 */
final class Delivery implements Consumer<Alert> {

    static final int CAPACITY = 256;

    /**
     * How long is waited.
     *
     * @param patience for the channel to take an alert
     * @param pauses before each further attempt
     */
    record Pace(Duration patience, List<Duration> pauses) {
        static final Pace STANDARD =
                new Pace(Duration.ofSeconds(5), List.of(Duration.ofSeconds(1), Duration.ofSeconds(4)));
    }

    private final Channel channel;
    private final Pace pace;
    private final Consumer<String> undelivered;
    private final BlockingQueue<Alert> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final LongAdder delivered = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder unfit = new LongAdder();

    /** Taken from the queue and not done with; guarded by this. */
    private int underWay;

    /** @param undelivered gets one sentence for the journal; on this delivery's own thread */
    Delivery(Channel channel, Pace pace, Consumer<String> undelivered) {
        this.channel = channel;
        this.pace = pace;
        this.undelivered = undelivered;
    }

    void start() {
        Thread thread = new Thread(this::run, "bursar-alerts-" + channel.name());
        thread.setDaemon(true);
        thread.setContextClassLoader(Delivery.class.getClassLoader());
        thread.start();
    }

    @Override
    public void accept(Alert alert) {
        synchronized (this) {
            underWay++;
        }
        if (!queue.offer(alert)) {
            unfit.increment();
            dropped.increment();
            done();
        }
    }

    private synchronized void done() {
        underWay--;
        notifyAll();
    }

    long delivered() {
        return delivered.sum();
    }

    long dropped() {
        return dropped.sum();
    }

    /** Waits until nothing is on its way any more, for {@code longest} at most. */
    synchronized void drain(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        try {
            for (long left = longest.toMillis();
                    underWay > 0 && left > 0;
                    left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                Alert alert = queue.take();
                try {
                    deliver(alert);
                } finally {
                    done();
                }
                long missed = unfit.sumThenReset();
                if (missed > 0) {
                    undelivered.accept(missed + " alerts could not be delivered by the " + channel.name()
                            + ": too many were waiting already");
                }
            }
        } catch (InterruptedException e) {
            // nobody has a reason to interrupt this thread
        }
    }

    private void deliver(Alert alert) throws InterruptedException {
        String why = "";
        for (int attempt = 0; attempt <= pace.pauses().size(); attempt++) {
            if (attempt > 0) {
                Thread.sleep(pace.pauses().get(attempt - 1).toMillis());
            }
            try {
                channel.send(alert.json(), pace.patience());
                delivered.increment();
                return;
            } catch (Channel.Undelivered e) {
                why = String.valueOf(e.getMessage());
                if (e.isForGood()) {
                    break;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Throwable e) {
                // Only the kind of failure: an address may be in the message.
                why = "it failed with " + e.getClass().getName();
            }
        }
        dropped.increment();
        undelivered.accept(
                "an alert (" + alert.reason() + ") could not be delivered by the " + channel.name() + ": " + why);
    }
}
