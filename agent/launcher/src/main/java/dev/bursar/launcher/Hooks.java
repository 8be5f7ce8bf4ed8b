// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.StripeJavaHook;
import dev.bursar.weaver.hook.jdkhttp.JdkHttpHook;
import dev.bursar.weaver.hook.urlconnection.UrlConnectionHook;
import java.util.List;

/** The clients that are woven, in one list. */
final class Hooks {

    static final List<Hook> ALL = List.of(new StripeJavaHook(), new JdkHttpHook(), new UrlConnectionHook());

    private Hooks() {}
}
