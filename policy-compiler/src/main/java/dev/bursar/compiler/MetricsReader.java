// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.MetricsSettings;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code metrics}: which numbers are shown, and where. */
final class MetricsReader {

    private static final Pattern ADDRESS = Pattern.compile("(127(?:\\.[0-9]{1,3}){3}|localhost|\\[::1]):([0-9]{1,5})");

    private final Problems problems;

    MetricsReader(Problems problems) {
        this.problems = problems;
    }

    @Nullable
    MetricsSettings read(Fields policy) {
        Node.Mapping group = policy.group("metrics");
        if (group == null) {
            return null;
        }
        Fields fields = new Fields(problems, group, "`metrics`", List.of("jmx", "listen"), List.of());
        boolean jmx = fields.flag("jmx");
        String listen = listen(fields);
        if (fields.isEmpty() || isSaid(fields, "jmx", "false") && !fields.has("listen")) {
            problems.add(
                    group.place(),
                    "`metrics` shows nothing; write `jmx: true` or `listen: 127.0.0.1:9464`, or take it out");
        }
        return new MetricsSettings(jmx, listen);
    }

    private static boolean isSaid(Fields fields, String key, String word) {
        return fields.get(key) instanceof Node.Scalar scalar && scalar.text().equals(word);
    }

    private @Nullable String listen(Fields fields) {
        Node.Scalar scalar = fields.scalar("listen", "127.0.0.1:9464");
        if (scalar == null) {
            return null;
        }
        Matcher address = ADDRESS.matcher(scalar.text());
        if (!address.matches() || Integer.parseInt(address.group(2)) > 65_535 || !isAddress(address.group(1))) {
            problems.add(
                    scalar.place(),
                    scalar.shown()
                            + " is not a port of this machine's own, such as `127.0.0.1:9464`: the numbers are shown to"
                            + " no other machine");
            return null;
        }
        return scalar.text();
    }

    private static boolean isAddress(String host) {
        if (host.startsWith("127.")) {
            for (String part : host.split("\\.", -1)) {
                if (Integer.parseInt(part) > 255) {
                    return false;
                }
            }
        }
        return true;
    }
}
