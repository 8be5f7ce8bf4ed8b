// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.Place;
import dev.bursar.runtime.policy.Policy;
import java.util.List;
import java.util.Map;

/** What became of a policy file. */
public sealed interface Compilation {

    /**
     * @param credentials where each caller's {@code credential} stands, by caller name
     */
    record Compiled(Policy policy, Map<String, Place> credentials) implements Compilation {}

    /**
     * @param problems every one of the file, in the order of their places; never empty
     */
    record Failed(List<Problem> problems) implements Compilation {}
}
