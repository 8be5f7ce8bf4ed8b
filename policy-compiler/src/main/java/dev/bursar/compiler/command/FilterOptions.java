// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import dev.bursar.compiler.dump.Filter;
import dev.bursar.runtime.journal.Kind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which records a verb is to show: the same words everywhere. */
@NullMarked
final class FilterOptions {

    @Option(
            names = "--caller",
            paramLabel = "C",
            description = "Only of this caller: its own calls, and those of callers inside it, which it pays for too.")
    @Nullable
    String caller;

    @Option(names = "--run", paramLabel = "R", description = "Only of this run.")
    @Nullable
    String run;

    @Option(
            names = "--since",
            paramLabel = "T",
            description =
                    "Not before this time: an instant (2026-11-02T12:00:00Z), a local date or date and time, or how long ago (15m).")
    @Nullable
    String since;

    @Option(
            names = "--until",
            paramLabel = "T",
            description = "Before this time, as --since; a date includes its whole day.")
    @Nullable
    String until;

    @Option(
            names = "--kind",
            paramLabel = "K",
            split = ",",
            description =
                    "Only of this kind: admitted, settled, refused, rehearsed, observed, policy, alert or ledger. May be given more than once.")
    List<String> kinds = List.of();

    /** @throws ParameterException if a word is none that it may be */
    Filter filter(CommandLine command, Instant now) {
        Set<Kind> wanted = EnumSet.noneOf(Kind.class);
        for (String word : kinds) {
            wanted.add(Arrays.stream(Kind.values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(
                            command,
                            "`" + word + "` is not a kind: write "
                                    + Arrays.stream(Kind.values())
                                            .map(Kind::word)
                                            .collect(Collectors.joining("`, `", "`", "`")))));
        }
        ZoneId zone = ZoneId.systemDefault();
        return new Filter(
                caller,
                run,
                Journals.time(command, since, now, zone, false),
                Journals.time(command, until, now, zone, true),
                wanted);
    }
}
