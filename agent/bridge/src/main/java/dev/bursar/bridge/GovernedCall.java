// SPDX-License-Identifier: Apache-2.0
package dev.bursar.bridge;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One logical call to a vendor that the gate has decided on. The outer hook that opened it either hands back {@link #answer()} and
 * is done, or lets the request go out carrying {@link #mark()} in the header {@link #MARK} and reports the outcome exactly once:
 * {@link #answered} or {@link #failed}. A second report is ignored. Thread-safe.
 */
public abstract class GovernedCall {

    /** The private header that joins a request at the wire to its governed call. The wire hook always strips it. */
    public static final String MARK = "Bursar-Call";

    /** The value of {@link #MARK}; unguessable, worthless outside this JVM and after the call's end. */
    public abstract String mark();

    /** Not {@code null}: give this back to the application, send nothing, report nothing. */
    public abstract @Nullable Answer answer();

    /** How many bytes of the response's body {@link #answered} needs at most; 0 when it needs none. */
    public abstract int bodyBytesWanted();

    /**
     * Whether the request must go out exactly as the application made it but for the mark, its own key included: the call is only
     * observed. Else a hook that can takes the application's key off the request, which the wire hook replaces anyway.
     */
    public boolean keepsKey() {
        return false;
    }

    /**
     * The vendor answered. Never throws.
     *
     * @param status the HTTP status
     * @param headers the response's headers
     * @param body the first {@link #bodyBytesWanted()} bytes of the body, undecoded; empty if none were wanted
     * @param whole whether {@code body} is the entire body
     */
    public abstract void answered(
            int status, List<? extends Map.Entry<String, String>> headers, byte[] body, boolean whole);

    /**
     * No response came, or the application gave it up before its end. Never throws. Whether anything can have been sent is known
     * from the wire: a request that was never dressed never left.
     */
    public abstract void failed(Throwable error);
}
