// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.StripeJavaHook;
import dev.bursar.weaver.hook.framework.failsafe.FailsafeHook;
import dev.bursar.weaver.hook.framework.langchain4j.LangChain4jAgenticHook;
import dev.bursar.weaver.hook.framework.langchain4j.LangChain4jHook;
import dev.bursar.weaver.hook.framework.langchain4j.QuarkusLangChain4jHook;
import dev.bursar.weaver.hook.framework.resilience4j.Resilience4jHook;
import dev.bursar.weaver.hook.framework.smallrye.SmallRyeHook;
import dev.bursar.weaver.hook.framework.springcore.SpringCoreHook;
import dev.bursar.weaver.hook.framework.springretry.SpringRetryHook;
import dev.bursar.weaver.hook.jdkhttp.JdkHttpHook;
import dev.bursar.weaver.hook.urlconnection.UrlConnectionHook;
import dev.bursar.weaver.hop.HopHook;
import java.util.List;

/** What is woven, in one list: the clients, the places where work goes to another thread, and frameworks. */
final class Hooks {

    static final List<Hook> ALL = List.of(
            new StripeJavaHook(),
            new JdkHttpHook(),
            new UrlConnectionHook(),
            new HopHook(),
            new LangChain4jHook(),
            new LangChain4jAgenticHook(),
            new QuarkusLangChain4jHook(),
            new FailsafeHook(),
            new Resilience4jHook(),
            new SpringRetryHook(),
            new SpringCoreHook(),
            new SmallRyeHook());

    private Hooks() {}
}
