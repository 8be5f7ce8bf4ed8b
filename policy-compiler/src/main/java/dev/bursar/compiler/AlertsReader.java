// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.AlertSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code alerts} of the whole policy: where alerts go besides the journal. */
final class AlertsReader {

    private final Problems problems;
    private final Path directory;

    /** @param directory of the policy, which relative paths are relative to */
    AlertsReader(Problems problems, Path directory) {
        this.problems = problems;
        this.directory = directory;
    }

    @Nullable
    AlertSettings read(Fields policy) {
        Node.Mapping group = policy.group("alerts");
        if (group == null) {
            return null;
        }
        Fields fields = new Fields(problems, group, "`alerts`", List.of("webhook", "command"), List.of());
        if (fields.isEmpty()) {
            problems.add(group.place(), "`alerts` is empty; name a `webhook` or a `command`, or take it out");
        }
        return new AlertSettings(webhook(fields), command(fields), fields.placeOf("webhook"));
    }

    /** An address that is called carries a secret more often than not, so no message repeats what stands there. */
    private @Nullable String webhook(Fields fields) {
        Node.Scalar scalar = fields.scalar("webhook", "env:ALERTS_URL");
        if (scalar == null) {
            return null;
        }
        return new SecretSourceReader(problems, directory)
                .read(
                        scalar,
                        "`webhook` names where the address is, as an address carries a secret: `env:ALERTS_URL` or"
                                + " `file:/run/secrets/alerts`; what stands here is neither");
    }

    private List<String> command(Fields fields) {
        List<String> command = new ArrayList<>();
        for (Node.Scalar scalar : fields.scalars("command", "notify-send, Bursar")) {
            String text = scalar.text();
            if (text.indexOf('\0') >= 0) {
                problems.add(scalar.place(), "no argument of a program can hold a NUL character");
                return List.of();
            }
            if (command.isEmpty() && text.isBlank()) {
                problems.add(scalar.place(), "a command begins with a program, such as `/usr/local/bin/alert`");
                return List.of();
            }
            // A bare name is looked for in PATH, as everywhere.
            Path program = command.isEmpty() && text.contains("/") ? path(scalar, text, "the program") : null;
            command.add(program == null ? text : program.toString());
        }
        if (fields.get("command") instanceof Node.Sequence list && list.items().isEmpty()) {
            problems.add(list.place(), "`command` is empty; name a program, or take it out");
        }
        return List.copyOf(command);
    }

    private @Nullable Path path(Node.Scalar scalar, String text, String what) {
        try {
            return directory.resolve(text).normalize();
        } catch (InvalidPathException e) {
            problems.add(scalar.place(), what + " is none this system can have");
            return null;
        }
    }
}
