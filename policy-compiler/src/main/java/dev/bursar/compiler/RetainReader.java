// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.RetainSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code retain: 400 days}, or {@code retain: {keep: 400 days, then: delete}}. */
final class RetainReader {

    /** A month's window has to end before its records go, and keys are remembered as long. */
    private static final long LEAST_DAYS = 32;

    private static final long MOST_DAYS = 36_500;
    private static final Pattern DAYS = Pattern.compile("([0-9]{1,9}) days?");
    private static final String EXAMPLE = "400 days";

    private final Problems problems;

    RetainReader(Problems problems) {
        this.problems = problems;
    }

    @Nullable
    RetainSettings read(Fields policy) {
        Node node = policy.get("retain");
        if (node instanceof Node.Scalar scalar) {
            Duration keep = keep(scalar);
            return keep == null ? null : new RetainSettings(keep, RetainSettings.Then.ARCHIVE);
        }
        if (node == null) {
            return null;
        }
        if (!(node instanceof Node.Mapping group)) {
            problems.add(
                    node.place(), "`retain` is a number of days, such as `" + EXAMPLE + "`; found " + node.shown());
            return null;
        }
        Fields fields = new Fields(problems, group, "`retain`", List.of("keep", "then"), List.of());
        Node.Scalar days = fields.scalar("keep", EXAMPLE);
        if (!fields.has("keep")) {
            problems.add(fields.place(), "`retain` needs `keep`, such as `keep: " + EXAMPLE + "`");
        }
        RetainSettings.Then then = fields.word(
                "then",
                RetainSettings.Then.ARCHIVE,
                RetainSettings.Then.values(),
                each -> each.name().toLowerCase(Locale.ROOT));
        Duration keep = days == null ? null : keep(days);
        return keep == null ? null : new RetainSettings(keep, then);
    }

    private @Nullable Duration keep(Node.Scalar scalar) {
        Matcher days = DAYS.matcher(scalar.text().strip());
        if (!days.matches()) {
            problems.add(scalar.place(), scalar.shown() + " is not a number of days, such as `" + EXAMPLE + "`");
            return null;
        }
        long count = Long.parseLong(days.group(1));
        if (count < LEAST_DAYS) {
            problems.add(
                    scalar.place(),
                    scalar.shown() + " is too short: a cap per month needs the records of its month; keep at least `"
                            + LEAST_DAYS + " days`");
            return null;
        }
        if (count > MOST_DAYS) {
            problems.add(
                    scalar.place(),
                    scalar.shown() + " is more than a hundred years; take `retain` out to keep everything");
            return null;
        }
        return Duration.ofDays(count);
    }
}
