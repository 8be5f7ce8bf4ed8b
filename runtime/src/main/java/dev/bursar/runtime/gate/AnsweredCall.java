// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.Answer;
import dev.bursar.bridge.GovernedCall;
import java.util.List;
import java.util.Map;

/** A call that turned round here: refused, rehearsed or replayed. It is complete; nothing of it is sent. */
final class AnsweredCall extends GovernedCall {

    private final Answer answer;

    AnsweredCall(Answer answer) {
        this.answer = answer;
    }

    @Override
    public String mark() {
        return "";
    }

    @Override
    public Answer answer() {
        return answer;
    }

    @Override
    public int bodyBytesWanted() {
        return 0;
    }

    @Override
    public void answered(int status, List<? extends Map.Entry<String, String>> headers, byte[] body, boolean whole) {
        // Nothing was sent, so there is nothing to settle.
    }

    @Override
    public void failed(Throwable error) {
        // As above.
    }
}
