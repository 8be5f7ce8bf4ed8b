// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook;

import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponseStream;
import dev.bursar.bridge.Answer;
import dev.bursar.bridge.GovernedCall;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Around {@code HttpClient#requestStreamWithRetries}: as {@link StripeJavaAdvice}, but the body has yet to be read. */
public final class StripeJavaStreamAdvice {

    private StripeJavaStreamAdvice() {}

    /** Gives the request to go on with, the response to hand back instead or {@code null}, the call or {@code null}. */
    @Advice.OnMethodEnter(inline = false, skipOn = Advice.OnNonDefaultValue.class, skipOnIndex = 1)
    @Advice.AssignReturned.ToArguments(
            @Advice.AssignReturned.ToArguments.ToArgument(value = 0, index = 0, typing = Assigner.Typing.DYNAMIC))
    public static @Nullable Object[] enter(@Advice.Argument(0) Object argument) {
        StripeRequest request = (StripeRequest) argument;
        GovernedCall call = StripeJavaCalls.open(request);
        if (call == null) {
            return new Object[] {request, null, null};
        }
        Answer answer = call.answer();
        return answer == null
                ? new Object[] {StripeJavaCalls.marked(request, call), null, call}
                : new Object[] {
                    request,
                    new StripeResponseStream(
                            answer.status(), StripeJavaCalls.headers(answer), new ByteArrayInputStream(answer.body())),
                    null
                };
    }

    /** Gives what the method is to return. */
    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
    public static @Nullable Object exit(
            @Advice.Enter @Nullable Object[] entered,
            @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (entered[1] != null) {
            return entered[1];
        }
        return entered[2] instanceof GovernedCall call ? report(call, returned, thrown) : returned;
    }

    /** The call has been sent: whatever goes wrong here must not take its response from the application. */
    private static @Nullable Object report(GovernedCall call, @Nullable Object returned, @Nullable Throwable thrown) {
        try {
            if (!(returned instanceof StripeResponseStream response)) {
                call.failed(StripeJavaCalls.why(thrown));
                return returned;
            }
            InputStream body = response.body();
            if (body == null || call.bodyBytesWanted() == 0) {
                call.answered(response.code(), StripeJavaCalls.entries(response.headers()), new byte[0], false);
                return returned;
            }
            return new StripeResponseStream(
                    response.code(),
                    response.headers(),
                    new WatchedStream(
                            body,
                            call.bodyBytesWanted(),
                            (head, whole) -> call.answered(
                                    response.code(), StripeJavaCalls.entries(response.headers()), head, whole)));
        } catch (Throwable e) {
            call.failed(e);
            return returned;
        }
    }
}
