// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The problems of one file, gathered. */
final class Problems {

    /** More than these help nobody. */
    static final int MOST = 100;

    private final String file;
    private final List<Problem> list = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    Place at(int line, int column) {
        return new Place(file, line, column);
    }

    /** The place of a character. */
    Place at(String text, int index) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < index; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                start = i + 1;
            }
        }
        return at(line, index - start + 1);
    }

    /** Of the file as a whole. */
    void add(String message) {
        add(at(1, 1), message);
    }

    void add(Place place, String message) {
        if (list.size() < MOST) {
            list.add(new Problem(place, KeyShapes.masked(message)));
        }
    }

    boolean isEmpty() {
        return list.isEmpty();
    }

    int count() {
        return list.size();
    }

    List<Problem> inOrder() {
        List<Problem> sorted = new ArrayList<>(list);
        sorted.sort(Comparator.comparingInt((Problem p) -> p.place().line())
                .thenComparingInt(p -> p.place().column()));
        return List.copyOf(sorted);
    }
}
