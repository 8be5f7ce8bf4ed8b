// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import dev.bursar.bridge.CallView;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request's body, read before the request is decided on, and the publisher that gives it to the client afterwards: what was read is
 * replayed, what was not is passed on, so that a publisher which can be read only once is read only once.
 *
 * @param bytes the whole body, or {@code null}
 * @param problem why there are no bytes, else {@code null}
 * @param publisher for the client; {@code null} when the request has no body at all
 * @param relay what still holds the application's publisher, {@code null} if nothing does
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PeekedBody(
        byte @Nullable [] bytes,
        @Nullable String problem,
        @Nullable BodyPublisher publisher,
        @Nullable Relay relay) {

    /**
     * How long a caller waits for a body that another thread, or the caller itself after this call, is still to produce. An application
     * that feeds the body from the calling thread loses this much, and its body counts as unreadable.
     */
    static final long PATIENCE_MILLIS = 2_000;

    /** Publishers of the JDK that have their bytes, or a file with them, at hand: they are read on the caller's thread. */
    private static final Set<String> AT_HAND = Set.of(
            "jdk.internal.net.http.RequestPublishers$ByteArrayPublisher",
            "jdk.internal.net.http.RequestPublishers$StringPublisher",
            "jdk.internal.net.http.RequestPublishers$FilePublisher");

    static PeekedBody of(@Nullable BodyPublisher original) {
        if (original == null) {
            return new PeekedBody(new byte[0], null, null, null);
        }
        long length = original.contentLength();
        if (length == 0) {
            return new PeekedBody(new byte[0], null, original, null);
        }
        if (length > CallView.MAX_BODY) {
            return new PeekedBody(null, tooLarge(), original, null);
        }
        Relay relay = new Relay();
        try {
            if (AT_HAND.contains(original.getClass().getName())) {
                original.subscribe(relay);
            } else {
                subscribeApart(original, relay);
            }
            relay.await(TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS));
        } catch (RuntimeException e) {
            relay.cancel();
            return new PeekedBody(null, unreadable(e), original, null);
        }
        byte[] whole = relay.whole();
        if (whole != null) {
            return new PeekedBody(whole, null, new Replayed(whole, length), null);
        }
        return new PeekedBody(null, problem(relay), new Continued(original, length, relay), relay);
    }

    /** Nothing will be sent: lets go of the application's publisher. */
    void cancel() {
        if (relay != null) {
            relay.cancel();
        }
    }

    private static void subscribeApart(BodyPublisher original, Relay relay) {
        Thread reader = new Thread(
                () -> {
                    try {
                        original.subscribe(relay);
                    } catch (Throwable e) {
                        relay.onError(e);
                    }
                },
                "bursar-body");
        reader.setDaemon(true);
        reader.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        reader.start();
    }

    private static String problem(Relay relay) {
        Throwable error = relay.error();
        if (error != null) {
            return unreadable(error);
        }
        return relay.full() ? tooLarge() : "the body was not produced within " + PATIENCE_MILLIS + " ms";
    }

    private static String tooLarge() {
        return "the body is larger than " + CallView.MAX_BODY + " bytes";
    }

    private static String unreadable(Throwable e) {
        return "the body cannot be read: " + e.getClass().getName();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Replayed(byte[] whole, long contentLength) implements BodyPublisher {
        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            BodyPublishers.ofByteArray(whole).subscribe(subscriber);
        }
    }

    private record Continued(BodyPublisher original, long contentLength, Relay relay) implements BodyPublisher {
        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            if (!relay.attach(subscriber)) {
                original.subscribe(subscriber);
            }
        }
    }
}
