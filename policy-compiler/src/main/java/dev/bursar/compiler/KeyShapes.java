// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What keys of common vendors look like, so that one in a policy file is refused wherever it stands and never shown again. */
final class KeyShapes {

    // Every repeat that something must follow is bounded: a hostile file may not make the search quadratic.
    private static final Pattern KEY =
            Pattern.compile("(?<![A-Za-z0-9])(?:sk|rk|pk|ek|sk_org)_(?:live|test)_?[A-Za-z0-9]{3,}[A-Za-z0-9_]*"
                    + "|whsec_[A-Za-z0-9+/=]{8,}"
                    + "|\\bsk-[A-Za-z0-9_-]{16,}"
                    + "|\\bAKIA[0-9A-Z]{12,}"
                    + "|\\bgh[pousr]_[A-Za-z0-9]{16,}"
                    + "|\\bgithub_pat_[A-Za-z0-9_]{16,}"
                    + "|\\bxox[abeprs]-[A-Za-z0-9-]{10,}"
                    + "|\\bAIza[A-Za-z0-9_-]{20,}"
                    + "|\\bSG\\.[A-Za-z0-9_-]{16,}"
                    + "|\\beyJ[A-Za-z0-9_-]{10,400}\\.[A-Za-z0-9_.-]{10,}"
                    + "|-----BEGIN [A-Z ]{0,40}PRIVATE KEY");

    private KeyShapes() {}

    static boolean isIn(String text) {
        return KEY.matcher(text).find();
    }

    /** Where in {@code text} each begins. */
    static List<Integer> starts(String text) {
        List<Integer> starts = new ArrayList<>();
        Matcher matcher = KEY.matcher(text);
        while (matcher.find() && starts.size() < Problems.MOST) {
            starts.add(matcher.start());
        }
        return starts;
    }

    static String masked(String text) {
        return KEY.matcher(text).replaceAll("(a key)");
    }
}
