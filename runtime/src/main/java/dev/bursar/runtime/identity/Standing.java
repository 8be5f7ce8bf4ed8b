// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import java.util.ArrayList;
import java.util.List;

/**
 * The callers whose code is on a stack, innermost first, each once, and the run in which each was entered.
 *
 * @param callers the callers' names
 * @param runs the runs, in the same order
 */
record Standing(List<String> callers, List<Run> runs) {

    static final Standing NONE = new Standing(List.of(), List.of());

    boolean isEmpty() {
        return callers.isEmpty();
    }

    /**
     * With {@code caller} innermost. One that is further out already keeps the run in which it was entered there, since it is not given more
     * to spend by being entered again.
     *
     * @param alone the list of this caller alone
     */
    Standing with(String caller, List<String> alone, Run run) {
        if (callers.isEmpty()) {
            return new Standing(alone, List.of(run));
        }
        int known = callers.indexOf(caller);
        return known == 0 ? this : innermost(caller, known < 0 ? run : runs.get(known));
    }

    /** With {@code caller} innermost, in a run of its own whatever it was in before. */
    Standing anew(String caller, Run run) {
        return innermost(caller, run);
    }

    private Standing innermost(String caller, Run run) {
        List<String> names = new ArrayList<>(callers.size() + 1);
        List<Run> theirs = new ArrayList<>(callers.size() + 1);
        names.add(caller);
        theirs.add(run);
        for (int i = 0; i < callers.size(); i++) {
            if (!callers.get(i).equals(caller)) {
                names.add(callers.get(i));
                theirs.add(runs.get(i));
            }
        }
        return new Standing(List.copyOf(names), List.copyOf(theirs));
    }

    /** With {@code next} wherever {@code run} was. */
    Standing replacing(Run run, Run next) {
        return new Standing(
                callers, runs.stream().map(each -> each == run ? next : each).toList());
    }
}
