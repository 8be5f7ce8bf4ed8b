// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.Place;
import java.util.List;

/** A piece of a policy file, with its place. */
sealed interface Node {

    Place place();

    /** As a message names it. */
    String shown();

    /**
     * @param isNull whether it is empty, {@code null} or {@code ~}
     * @param isText whether it is text by YAML's own reading: quoted, or neither a number nor a truth
     */
    record Scalar(String text, boolean isNull, boolean isText, Place place) implements Node {
        @Override
        public String shown() {
            return isNull ? "nothing" : Words.quoted(text);
        }
    }

    record Sequence(List<Node> items, Place place) implements Node {
        @Override
        public String shown() {
            return "a list";
        }
    }

    record Mapping(List<Entry> entries, Place place) implements Node {
        @Override
        public String shown() {
            return "a group of keys";
        }
    }

    /**
     * @param place of the key
     */
    record Entry(String key, Place place, Node value) {}
}
