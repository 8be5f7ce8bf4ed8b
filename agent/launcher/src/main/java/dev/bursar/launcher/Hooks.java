// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.StripeJavaHook;
import dev.bursar.weaver.hook.api.ApiHook;
import dev.bursar.weaver.hook.framework.adk.AdkHook;
import dev.bursar.weaver.hook.framework.evaluation.DokimosHook;
import dev.bursar.weaver.hook.framework.evaluation.JUnitHook;
import dev.bursar.weaver.hook.framework.evaluation.QuarkusScorerHook;
import dev.bursar.weaver.hook.framework.failsafe.FailsafeHook;
import dev.bursar.weaver.hook.framework.langchain4j.LangChain4jAgenticHook;
import dev.bursar.weaver.hook.framework.langchain4j.LangChain4jHook;
import dev.bursar.weaver.hook.framework.langchain4j.QuarkusLangChain4jHook;
import dev.bursar.weaver.hook.framework.resilience4j.Resilience4jHook;
import dev.bursar.weaver.hook.framework.semantickernel.SemanticKernelHook;
import dev.bursar.weaver.hook.framework.smallrye.SmallRyeHook;
import dev.bursar.weaver.hook.framework.springai.SpringAiHook;
import dev.bursar.weaver.hook.framework.springcore.SpringCoreHook;
import dev.bursar.weaver.hook.framework.springretry.SpringRetryHook;
import dev.bursar.weaver.hook.jdkhttp.JdkHttpHook;
import dev.bursar.weaver.hook.urlconnection.UrlConnectionHook;
import dev.bursar.weaver.hop.HopHook;
import dev.bursar.weaver.hop.SpringTaskHook;
import dev.bursar.weaver.hop.coroutines.CoroutinesHook;
import dev.bursar.weaver.hop.reactor.ReactorHook;
import dev.bursar.weaver.hop.rx.RxJavaHook;
import java.util.List;

/** What is woven, in one list: clients, the places where work goes to another thread, agent frameworks, retry libraries, evaluators, the API. */
final class Hooks {

    static final List<Hook> ALL = List.of(
            new StripeJavaHook(),
            new JdkHttpHook(),
            new UrlConnectionHook(),
            new HopHook(),
            new SpringTaskHook(),
            new ReactorHook(),
            new RxJavaHook(),
            new CoroutinesHook(),
            new LangChain4jHook(),
            new LangChain4jAgenticHook(),
            new QuarkusLangChain4jHook(),
            new SpringAiHook(),
            new AdkHook(),
            new SemanticKernelHook(),
            new FailsafeHook(),
            new Resilience4jHook(),
            new SmallRyeHook(),
            new SpringCoreHook(),
            new SpringRetryHook(),
            new JUnitHook(),
            QuarkusScorerHook.FIRST,
            QuarkusScorerHook.SECOND,
            new DokimosHook(),
            new ApiHook());

    private Hooks() {}
}
