// SPDX-License-Identifier: Apache-2.0
package dev.bursar.catalogue;

/** Turns the SDK's {@code /v1/charges/%s/capture} into {@code /v1/charges/{charge}/capture}. */
final class Templates {

    private Templates() {}

    /**
     * Each variable part is named after the segment before it, in the singular, so that every version of the SDK gives the same template.
     *
     * @throws IllegalArgumentException if {@code path} has a shape that is not understood: the build must fail, not lose an operation
     */
    static String of(String path) {
        StringBuilder template = new StringBuilder();
        String before = "";
        for (String segment : path.substring(1).split("/", -1)) {
            template.append('/');
            if (segment.equals("%s")) {
                if (before.isEmpty()) {
                    throw new IllegalArgumentException("a variable part without a name before it: `" + path + "`");
                }
                template.append('{').append(singular(before)).append('}');
                before = "";
            } else if (segment.matches("[a-z0-9_]+")) {
                template.append(segment);
                before = segment;
            } else {
                throw new IllegalArgumentException("a path of a new kind: `" + path + "`");
            }
        }
        return template.toString();
    }

    private static String singular(String plural) {
        if (plural.endsWith("ies")) {
            return plural.substring(0, plural.length() - 3) + "y";
        }
        return plural.endsWith("s") && !plural.endsWith("ss") ? plural.substring(0, plural.length() - 1) : plural;
    }
}
