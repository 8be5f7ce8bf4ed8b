// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.CheckpointSettings;
import dev.bursar.runtime.policy.KeySource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code checkpoints} and {@code pseudonyms}: the keys of the journal, and what is signed with them. */
final class CheckpointsReader {

    private static final String EXAMPLE = "{key: \"env:CHECKPOINT_KEY\", to: \"file:/var/log/bursar/checkpoints\"}";
    private static final int RECORDS = 1000;
    private static final Duration EVERY = Duration.ofSeconds(60);
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,5}) ?(s|m|h)");
    private static final Duration LONGEST = Duration.ofHours(24);

    private final Problems problems;
    private final Path directory;

    /** @param directory of the policy, which paths in it are relative to */
    CheckpointsReader(Problems problems, Path directory) {
        this.problems = problems;
        this.directory = directory;
    }

    @Nullable
    CheckpointSettings read(Fields policy) {
        Node.Mapping group = policy.group("checkpoints");
        if (group == null) {
            return null;
        }
        Fields fields =
                new Fields(problems, group, "`checkpoints`", List.of("key", "to", "records", "every"), List.of());
        for (String needed : List.of("key", "to")) {
            if (!fields.has(needed)) {
                problems.add(group.place(), "`checkpoints` needs `" + needed + "`, such as `" + EXAMPLE + "`");
            }
        }
        KeySource key = key(fields, "key", "env:CHECKPOINT_KEY");
        String to = to(fields);
        return key == null || to == null
                ? null
                : new CheckpointSettings(key.source(), to, records(fields), every(fields), key.place());
    }

    @Nullable
    KeySource pseudonyms(Fields policy) {
        return key(policy, "pseudonyms", "env:PSEUDONYM_KEY");
    }

    /** Whoever can change the journal could change what vouches for it. */
    static void refuseInside(Path state, @Nullable CheckpointSettings checkpoints, Fields policy, Problems problems) {
        if (checkpoints != null
                && checkpoints.to().startsWith("file:")
                && Path.of(checkpoints.to().substring(5)).startsWith(state)) {
            problems.add(
                    policy.placeOf("checkpoints"),
                    "`to` of `checkpoints` is in the state directory; whoever can change the journal there could change them too, so"
                            + " name a place elsewhere");
        }
    }

    /** What stands there may be a key by mistake, so no message repeats it. */
    private @Nullable KeySource key(Fields fields, String word, String example) {
        Node.Scalar scalar = fields.scalar(word, example);
        if (scalar == null || KeyShapes.isIn(scalar.text())) {
            return null;
        }
        String source = new SecretSourceReader(problems, directory)
                .read(
                        scalar,
                        "`" + word + "` names where the key is, never the key itself: `" + example
                                + "` or `file:/run/secrets/key`; what stands here is neither");
        return source == null ? null : new KeySource(source, scalar.place());
    }

    private @Nullable String to(Fields fields) {
        Node.Scalar scalar = fields.scalar("to", "file:/var/log/bursar/checkpoints");
        if (scalar == null) {
            return null;
        }
        String text = scalar.text();
        if (text.equals("stdout") || text.equals("syslog") || isPort(text)) {
            return text;
        }
        if (text.startsWith("file:") && text.length() > 5) {
            return file(scalar);
        }
        problems.add(
                scalar.place(),
                scalar.shown()
                        + " is no place for checkpoints; write `file:/path`, `stdout`, `syslog` or `syslog:PORT`");
        return null;
    }

    private static boolean isPort(String text) {
        return text.matches("syslog:[1-9][0-9]{0,4}") && Integer.parseInt(text.substring(7)) <= 65535;
    }

    private @Nullable String file(Node.Scalar scalar) {
        try {
            return "file:" + directory.resolve(scalar.text().substring(5)).normalize();
        } catch (InvalidPathException e) {
            problems.add(scalar.place(), "the path after `file:` is none this system can have");
            return null;
        }
    }

    private int records(Fields fields) {
        Node.Scalar scalar = fields.scalar("records", "1000");
        if (scalar == null) {
            return RECORDS;
        }
        if (!scalar.text().matches("[1-9][0-9]{0,6}")) {
            problems.add(
                    scalar.place(), scalar.shown() + " is not a number of records from 1 to 9999999, such as `1000`");
            return RECORDS;
        }
        return Integer.parseInt(scalar.text());
    }

    private Duration every(Fields fields) {
        Node.Scalar scalar = fields.scalar("every", "60 s");
        if (scalar == null) {
            return EVERY;
        }
        Matcher matcher = DURATION.matcher(scalar.text());
        Duration every = null;
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            every = switch (Objects.requireNonNull(matcher.group(2))) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofHours(number);
            };
        }
        if (every == null || every.compareTo(LONGEST) > 0) {
            problems.add(
                    scalar.place(),
                    scalar.shown() + " is not a time of at most 24 hours, such as `60 s`, `5 m` or `1 h`");
            return EVERY;
        }
        return every;
    }
}
