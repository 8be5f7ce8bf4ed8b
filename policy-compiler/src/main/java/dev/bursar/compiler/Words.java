// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Words as messages show them, and the nearest right one. */
final class Words {

    private static final int SHOWN = 80;
    private static final int COMPARED = 120;

    private Words() {}

    /** In backticks, on one line, not too long. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("`");
        for (int i = 0; i < text.length(); i++) {
            if (i == SHOWN) {
                out.append("...");
                break;
            }
            char c = text.charAt(i);
            out.append(c < 0x20 || c == 0x7f || c == '`' || Character.isISOControl(c) ? '?' : c);
        }
        return out.append('`').toString();
    }

    /** {@code ; did you mean `x`?} or nothing. */
    static String didYouMean(String found, Collection<String> right) {
        String nearest = nearest(found, right);
        return nearest == null ? "" : "; did you mean `" + nearest + "`?";
    }

    /** As {@link #didYouMean}; where nothing is near, the whole choice. */
    static String didYouMeanOrChoice(String found, Collection<String> right) {
        String nearest = nearest(found, right);
        return nearest != null ? "; did you mean `" + nearest + "`?" : "; it is one of " + choice(right);
    }

    static String choice(Collection<String> right) {
        StringBuilder out = new StringBuilder();
        for (String each : right) {
            out.append(out.isEmpty() ? "" : ", ").append('`').append(each).append('`');
        }
        return out.toString();
    }

    /** The word of the fewest edits, if they are few for its length. */
    static @Nullable String nearest(String found, Collection<String> right) {
        if (found.isEmpty() || found.length() > COMPARED) {
            return null;
        }
        String lower = found.toLowerCase(Locale.ROOT);
        String best = null;
        int bestDistance = Math.max(2, found.length() / 3) + 1;
        for (String each : right) {
            if (Math.abs(each.length() - found.length()) < bestDistance) {
                int distance = distance(lower, each.toLowerCase(Locale.ROOT));
                if (distance < bestDistance && distance < each.length()) {
                    bestDistance = distance;
                    best = each;
                }
            }
        }
        return best;
    }

    /** Levenshtein's distance. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
