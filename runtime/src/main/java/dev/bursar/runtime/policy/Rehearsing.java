// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import dev.bursar.runtime.call.Fixture;
import dev.bursar.runtime.call.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a policy says of rehearsals. Immutable.
 *
 * @param when code inside which every run is a rehearsal
 * @param except evaluators that do not rehearse
 * @param fixtures answers by the operation they answer
 */
public record Rehearsing(List<Binding> when, Set<Evaluator> except, Map<Operation, Fixture> fixtures) {

    /** Nothing is said: every known evaluator rehearses. */
    public static final Rehearsing DEFAULT = new Rehearsing(List.of(), Set.of(), Map.of());

    public Rehearsing {
        when = List.copyOf(when);
        except = Set.copyOf(except);
        fixtures = Map.copyOf(fixtures);
    }
}
