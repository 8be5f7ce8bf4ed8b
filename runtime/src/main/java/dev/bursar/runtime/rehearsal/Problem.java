// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import org.jspecify.annotations.Nullable;

/** An error as Stripe gives it, of type {@code invalid_request_error}. */
record Problem(int status, @Nullable String code, @Nullable String param, String message) {

    /** Ends a call that cannot be answered otherwise. */
    static final class Found extends Exception {

        private static final long serialVersionUID = 1;

        private final transient Problem problem;

        Found(Problem problem) {
            super(problem.message(), null, false, false);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    static Problem invalid(@Nullable String code, @Nullable String param, String message) {
        return new Problem(400, code, param, message);
    }

    static Problem missing(String kind, String param, String id) {
        return new Problem(404, "resource_missing", param, "No such " + kind + ": '" + id + "'");
    }
}
