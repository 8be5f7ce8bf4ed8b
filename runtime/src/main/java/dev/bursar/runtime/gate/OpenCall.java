// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.Answer;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.credential.Secret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call that was admitted and is on its way: what the wire hook dresses and the outer hook reports on. */
final class OpenCall extends MarkedCall {

    /** Enough for any object of Stripe's; a longer answer settles with what was held. */
    private static final int BODY_WANTED = 1 << 20;

    private final Identified call;
    private final @Nullable Secret secret;
    private final Hold hold;
    private final Keyed keyed;
    private final @Nullable Runnable begun;
    private final Draft draft;
    private final Settle settle;
    private int dressed;
    private boolean ended;

    OpenCall(
            String mark,
            Identified call,
            @Nullable Secret secret,
            Hold hold,
            Keyed keyed,
            @Nullable Runnable begun,
            Draft draft,
            Settle settle) {
        super(mark);
        this.secret = secret;
        this.call = call;
        this.hold = hold;
        this.keyed = keyed;
        this.begun = begun;
        this.draft = draft;
        this.settle = settle;
    }

    @Override
    public @Nullable Answer answer() {
        return null;
    }

    @Override
    public int bodyBytesWanted() {
        return keyed.key() == null ? 0 : BODY_WANTED;
    }

    @Override
    public boolean keepsKey() {
        return observed();
    }

    @Override
    public void answered(int status, List<? extends Map.Entry<String, String>> headers, byte[] body, boolean whole) {
        if (end()) {
            settle.answered(this, status, headers, body, whole);
        }
    }

    @Override
    public void failed(Throwable error) {
        if (end()) {
            settle.failed(this, "no answer came");
        }
    }

    @Override
    void expire() {
        if (end()) {
            settle.failed(this, "its outcome was never reported");
        }
    }

    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    /** Whether this is the very request that was decided on. */
    boolean isFor(String method, String target) {
        return call.view().method().equals(method) && call.target().equals(target);
    }

    /**
     * Counts an attempt that is about to leave.
     *
     * @return {@code false} if the call has ended: its hold may be gone, so nothing may leave any more
     */
    synchronized boolean leaves() {
        if (!ended) {
            dressed++;
        }
        return !ended;
    }

    /** How many attempts left this JVM; 0 proves that nothing was sent. */
    synchronized int attemptsSent() {
        return dressed;
    }

    /** The key to put on; {@code null} only for an observed call, which keeps what it has. */
    @Nullable
    Secret secret() {
        return secret;
    }

    Identified call() {
        return call;
    }

    Hold hold() {
        return hold;
    }

    Keyed keyed() {
        return keyed;
    }

    /** It moved nothing: another action that resembles it is no duplicate. */
    void undone() {
        if (begun != null) {
            begun.run();
        }
    }

    Draft draft() {
        return draft;
    }

    boolean observed() {
        return call.mode() == Mode.OBSERVE;
    }
}
