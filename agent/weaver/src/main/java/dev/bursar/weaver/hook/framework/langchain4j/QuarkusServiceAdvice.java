// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.langchain4j;

import java.lang.reflect.Method;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Around the one method through which Quarkus runs every AI service. The service's own class is generated while the application is built and
 * has bodies, which are woven as any class's are, under its own name; here its interface's method is entered too.
 */
public final class QuarkusServiceAdvice {

    private QuarkusServiceAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This Object support, @Advice.Argument(0) @Nullable Object input) {
        Object info = Reading.field(input, "createInfo");
        Object service = Reading.field(Reading.field(input, "context"), "aiServiceClass");
        Object name = Reading.call(info, "getMethodName");
        Object[] arguments = Reading.field(input, "methodArgs") instanceof Object[] given ? given : new Object[0];
        if (!(service instanceof Class<?> type)) {
            return null;
        }
        Method method = null;
        for (Method each : type.getMethods()) {
            if (each.getName().equals(name) && each.getParameterCount() == arguments.length) {
                method = each;
            }
        }
        // What is answered with a Multi begins when that is subscribed to: a run that ended with this method would
        // refuse it.
        if (method == null || method.getReturnType().getName().equals("io.smallrye.mutiny.Multi")) {
            return null;
        }
        Invocation entered = Invocation.enter(support, type, method, arguments);
        entered.begin(null);
        return entered;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        if (entered instanceof Invocation invocation) {
            invocation.leave(thrown);
        }
    }
}
