// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import dev.bursar.bridge.CallView;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a publisher piece by piece while somebody waits for the whole, keeps what it read, and gives it, and then everything that is
 * still to come, to the one subscriber that is attached later.
 */
final class Relay implements Flow.Subscriber<ByteBuffer>, Flow.Subscription {

    private final Deque<ByteBuffer> kept = new ArrayDeque<>();
    private long size;
    private boolean reading = true;
    private boolean cancelled;
    private boolean ended;
    private @Nullable Throwable error;
    private Flow.@Nullable Subscription upstream;
    /** Asked of upstream and not yet received. */
    private long outstanding;

    private Flow.@Nullable Subscriber<? super ByteBuffer> downstream;
    private boolean taken;
    private boolean told;
    private long demand;
    private boolean draining;
    private boolean again;

    /** Waits until all is read, or more than {@link CallView#MAX_BODY}, or the time is over; then reads no further by itself. */
    void await(long nanos) {
        long end = System.nanoTime() + nanos;
        synchronized (this) {
            try {
                while (!ended && !full()) {
                    long left = end - System.nanoTime();
                    if (left <= 0) {
                        break;
                    }
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            reading = false;
        }
    }

    /** All of it, if it ended well within bounds; else {@code null}. */
    synchronized byte @Nullable [] whole() {
        if (!ended || error != null || full()) {
            return null;
        }
        ByteBuffer whole = ByteBuffer.allocate((int) size);
        kept.forEach(piece -> whole.put(piece.duplicate()));
        return whole.array();
    }

    synchronized boolean full() {
        return size > CallView.MAX_BODY;
    }

    synchronized @Nullable Throwable error() {
        return error;
    }

    /** {@code false} if somebody was there before: what was kept is gone. */
    boolean attach(Flow.Subscriber<? super ByteBuffer> subscriber) {
        synchronized (this) {
            if (taken) {
                return false;
            }
            taken = true;
        }
        subscriber.onSubscribe(this);
        synchronized (this) {
            downstream = subscriber;
        }
        drain();
        return true;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        synchronized (this) {
            if (!cancelled) {
                upstream = subscription;
            }
        }
        if (upstream == null) {
            subscription.cancel();
        } else {
            more();
        }
    }

    @Override
    public void onNext(ByteBuffer item) {
        // A publisher may use its buffer again.
        ByteBuffer copy = ByteBuffer.allocate(item.remaining()).put(item).flip();
        synchronized (this) {
            outstanding = Math.max(0, outstanding - 1);
            kept.add(copy);
            size += copy.remaining();
            notifyAll();
        }
        more();
    }

    @Override
    public void onError(Throwable throwable) {
        end(throwable);
    }

    @Override
    public void onComplete() {
        end(null);
    }

    private void end(@Nullable Throwable throwable) {
        synchronized (this) {
            if (!ended) {
                ended = true;
                error = throwable;
            }
            notifyAll();
        }
        drain();
    }

    /** Asks for the next piece while it is this class that reads. */
    private void more() {
        Flow.Subscription ask = null;
        synchronized (this) {
            if (reading && !ended && !full() && outstanding == 0) {
                outstanding = 1;
                ask = upstream;
            }
        }
        if (ask != null) {
            ask.request(1);
        } else {
            drain();
        }
    }

    @Override
    public void request(long n) {
        synchronized (this) {
            if (n <= 0) {
                ended = true;
                error = new IllegalArgumentException("non-positive subscription request");
                kept.clear();
            } else {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            }
        }
        drain();
    }

    @Override
    public void cancel() {
        Flow.Subscription cancel;
        synchronized (this) {
            cancelled = true;
            reading = false;
            kept.clear();
            cancel = upstream;
            notifyAll();
        }
        if (cancel != null) {
            cancel.cancel();
        }
    }

    /** Passes on what is there and asked for; one thread at a time, and never within a lock. */
    private void drain() {
        synchronized (this) {
            if (draining) {
                again = true;
                return;
            }
            draining = true;
        }
        boolean on = true;
        while (on) {
            pass();
            synchronized (this) {
                on = again;
                again = false;
                draining = on;
            }
        }
    }

    private void pass() {
        Flow.Subscriber<? super ByteBuffer> to;
        List<ByteBuffer> pieces = new ArrayList<>();
        boolean over;
        Throwable why;
        long ask = 0;
        Flow.Subscription from;
        synchronized (this) {
            to = downstream;
            from = upstream;
            if (to == null || cancelled || told) {
                return;
            }
            while (demand > 0 && !kept.isEmpty()) {
                pieces.add(kept.remove());
                demand--;
            }
            over = ended && kept.isEmpty();
            why = error;
            told = over;
            if (!over && kept.isEmpty() && from != null && demand > outstanding) {
                ask = demand - outstanding;
                outstanding = demand;
            }
        }
        pieces.forEach(to::onNext);
        if (over && why != null) {
            to.onError(why);
        } else if (over) {
            to.onComplete();
        } else if (ask > 0 && from != null) {
            from.request(ask);
        }
    }
}
