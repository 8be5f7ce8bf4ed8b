// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook;

import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import dev.bursar.bridge.Answer;
import dev.bursar.bridge.GovernedCall;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Around {@code HttpClient#requestWithRetries}. */
public final class StripeJavaAdvice {

    private static final MethodHandle BODY = body();

    private StripeJavaAdvice() {}

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
                    new StripeResponse(
                            answer.status(),
                            StripeJavaCalls.headers(answer),
                            new String(answer.body(), StandardCharsets.UTF_8)),
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
        if (entered[2] instanceof GovernedCall call) {
            report(call, returned, thrown);
        }
        return returned;
    }

    /** The call has been sent: whatever goes wrong here must not take its response from the application. */
    private static void report(GovernedCall call, @Nullable Object returned, @Nullable Throwable thrown) {
        try {
            if (returned instanceof StripeResponse response) {
                String body = (String) BODY.invoke(response);
                StripeJavaCalls.answered(
                        call,
                        response.code(),
                        response.headers(),
                        body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8));
            } else {
                call.failed(StripeJavaCalls.why(thrown));
            }
        } catch (Throwable e) {
            call.failed(e);
        }
    }

    /** {@code body()} is inherited and generic in newer versions, declared with its type in older ones. */
    private static MethodHandle body() {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        try {
            return lookup.findVirtual(StripeResponse.class, "body", MethodType.methodType(Object.class));
        } catch (ReflectiveOperationException older) {
            try {
                return lookup.findVirtual(StripeResponse.class, "body", MethodType.methodType(String.class));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("stripe-java has no StripeResponse#body", e);
            }
        }
    }
}
