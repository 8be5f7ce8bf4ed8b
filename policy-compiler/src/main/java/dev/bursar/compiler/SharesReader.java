// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import java.util.ArrayList;
import java.util.List;

/** {@code alerts} of a caller: the shares of each of its caps at which an alert is raised. */
final class SharesReader {

    private final Problems problems;

    SharesReader(Problems problems) {
        this.problems = problems;
    }

    /** In per cent, ascending. */
    List<Integer> read(Fields caller) {
        List<Integer> shares = new ArrayList<>();
        List<Node.Scalar> scalars = caller.scalars("alerts", "80%");
        for (Node.Scalar scalar : scalars) {
            int share = share(scalar.text());
            if (share < 1 || share > 100) {
                problems.add(
                        scalar.place(),
                        scalar.shown() + " is not a share of a cap, a whole number from `1%` to `100%`");
            } else if (shares.contains(share)) {
                problems.add(scalar.place(), scalar.shown() + " stands here twice; keep one");
            } else if (!shares.isEmpty() && share < shares.get(shares.size() - 1)) {
                problems.add(
                        scalar.place(),
                        scalar.shown() + " stands behind `" + shares.get(shares.size() - 1)
                                + "%`; write shares from the least to the greatest");
            } else {
                shares.add(share);
            }
        }
        if (caller.has("alerts") && !caller.has("caps")) {
            problems.add(
                    caller.placeOf("alerts"),
                    "`alerts` are about caps, and there are none; add `caps`, or take it out");
        } else if (caller.get("alerts") instanceof Node.Sequence list
                && list.items().isEmpty()) {
            problems.add(list.place(), "`alerts` is empty; name at least one share, such as `80%`, or take it out");
        }
        return List.copyOf(shares);
    }

    /** 0 if it is none. */
    private static int share(String text) {
        return text.matches("[0-9]{1,3}%") ? Integer.parseInt(text.substring(0, text.length() - 1)) : 0;
    }
}
