// SPDX-License-Identifier: Apache-2.0
package com.acme.retry;

import java.util.concurrent.Callable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;
import org.springframework.retry.interceptor.RetryInterceptorBuilder;
import org.springframework.retry.support.RetryTemplate;

/** Spring Retry. */
final class SpringRetryWays {

    private SpringRetryWays() {}

    static void play() {
        Scenes.all("springretry", work -> template().execute(context -> work.call()));
        Scenes.few("springretry-proxy", SpringRetryWays::proxied);
        Scenes.say("springretry-recovered", customer -> {
            Flaky flaky = new Flaky(customer, Integer.MAX_VALUE);
            return template().execute(context -> flaky.call(), context -> "recovered after " + flaky.tries());
        });
        Scenes.say("springretry-stateful", customer -> Billing.tool(() -> stateful(customer)));
        Scenes.say("springretry-result", SpringRetryWays::onResult);
    }

    static RetryTemplate template() {
        return RetryTemplate.builder()
                .maxAttempts(3)
                .fixedBackoff(1)
                .retryOn(OutputRejected.class)
                .build();
    }

    /** What {@code @Retryable} makes of a bean. */
    @SuppressWarnings("unchecked")
    private static String proxied(Callable<String> work) throws Exception {
        ProxyFactory factory = new ProxyFactory(work);
        factory.setInterfaces(Callable.class);
        factory.addAdvice(
                RetryInterceptorBuilder.stateless().retryOperations(template()).build());
        return ((Callable<String>) factory.getProxy()).call();
    }

    /** Each try is a call of its own, by a caller who calls again. */
    @SuppressWarnings("unchecked")
    private static String stateful(String customer) throws Exception {
        ProxyFactory factory = new ProxyFactory(new Flaky(customer, 1));
        factory.setInterfaces(Callable.class);
        factory.addAdvice(RetryInterceptorBuilder.stateful()
                .maxAttempts(3)
                .keyGenerator(arguments -> customer)
                .newMethodArgumentsIdentifier(arguments -> false)
                .build());
        Callable<String> proxy = (Callable<String>) factory.getProxy();
        try {
            return "not rejected: " + proxy.call();
        } catch (OutputRejected e) {
            return proxy.call();
        }
    }

    /** A listener that does not accept what came out, since 2.0. */
    private static String onResult(String customer) {
        RetryTemplate template = template();
        template.registerListener(new RetryListener() {
            @Override
            public <T, E extends Throwable> void onSuccess(
                    RetryContext context, RetryCallback<T, E> callback, T result) {
                if (Flaky.BAD.equals(result)) {
                    throw new OutputRejected("rejected by the listener");
                }
            }
        });
        Flaky flaky = new Flaky(customer, 1);
        String answer = template.execute(context -> flaky.answer());
        return Flaky.BAD.equals(answer) ? "absent" : answer;
    }
}
