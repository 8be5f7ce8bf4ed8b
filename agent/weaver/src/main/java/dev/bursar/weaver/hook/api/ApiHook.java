// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.api;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.Joint;
import java.util.List;

/**
 * Makes the optional API ask the door. It enforces: a rehearsal, or a caller, that the application has named and that is not put in force must
 * not be passed over, so an API of another shape refuses to run.
 */
public final class ApiHook implements Hook {

    private static final String SEAM = "dev.bursar.api.Seam";
    private static final String TEXT = "Ljava/lang/String;";
    private static final String ANY = "Ljava/lang/Object;";

    @Override
    public String name() {
        return "bursar-api";
    }

    @Override
    public List<Joint> joints() {
        return List.of(
                joint("enterRun", "(" + TEXT + TEXT + ")" + ANY, ApiAdvice.EnterRun.class),
                joint("enterCall", "(" + TEXT + ")" + ANY, ApiAdvice.EnterCall.class),
                joint("enterAttempt", "()" + ANY, ApiAdvice.EnterAttempt.class),
                joint("enterRehearsal", "()" + ANY, ApiAdvice.EnterRehearsal.class),
                joint("leave", "(" + ANY + ANY + "Ljava/lang/Throwable;)V", ApiAdvice.Leave.class),
                joint("runId", "()" + TEXT, ApiAdvice.RunId.class),
                joint("lastDecision", "()Ljava/util/Map;", ApiAdvice.LastDecision.class),
                joint("isPresent", "()Z", ApiAdvice.IsPresent.class));
    }

    @Override
    public String versionField() {
        return SEAM + "#VERSION";
    }

    private static Joint joint(String method, String descriptor, Class<?> advice) {
        return new Joint(SEAM, method, descriptor, advice.getName());
    }
}
