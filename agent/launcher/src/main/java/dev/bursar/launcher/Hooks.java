// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.StripeJavaHook;
import dev.bursar.weaver.hook.api.ApiHook;
import dev.bursar.weaver.hook.framework.langchain4j.LangChain4jAgenticHook;
import dev.bursar.weaver.hook.framework.langchain4j.LangChain4jHook;
import dev.bursar.weaver.hook.framework.langchain4j.QuarkusLangChain4jHook;
import dev.bursar.weaver.hook.framework.springai.SpringAiHook;
import dev.bursar.weaver.hook.jdkhttp.JdkHttpHook;
import dev.bursar.weaver.hook.urlconnection.UrlConnectionHook;
import dev.bursar.weaver.hop.HopHook;
import java.util.List;

/** What is woven, in one list: the clients, the places where work goes to another thread, the API, and the frameworks. */
final class Hooks {

    static final List<Hook> ALL = List.of(
            new StripeJavaHook(),
            new JdkHttpHook(),
            new UrlConnectionHook(),
            new HopHook(),
            new ApiHook(),
            new LangChain4jHook(),
            new LangChain4jAgenticHook(),
            new QuarkusLangChain4jHook(),
            new SpringAiHook());

    private Hooks() {}
}
