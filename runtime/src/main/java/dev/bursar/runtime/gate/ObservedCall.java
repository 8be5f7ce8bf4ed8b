// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.Answer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call that would be refused, were it not only observed. Recorded already; it goes out exactly as it is. */
final class ObservedCall extends MarkedCall {

    private final OpenCalls open;

    ObservedCall(String mark, OpenCalls open) {
        super(mark);
        this.open = open;
    }

    @Override
    public @Nullable Answer answer() {
        return null;
    }

    @Override
    public boolean keepsKey() {
        return true;
    }

    @Override
    public int bodyBytesWanted() {
        return 0;
    }

    @Override
    public void answered(int status, List<? extends Map.Entry<String, String>> headers, byte[] body, boolean whole) {
        open.remove(this);
    }

    @Override
    void expire() {
        open.remove(this);
    }

    @Override
    public void failed(Throwable error) {
        open.remove(this);
    }
}
