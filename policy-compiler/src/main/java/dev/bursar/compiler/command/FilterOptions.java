// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import dev.bursar.compiler.dump.Filter;
import dev.bursar.runtime.credential.SecretSource;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Pseudonyms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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
            names = "--customer",
            paramLabel = "ID",
            description =
                    "Only calls about this customer of the vendor's, or this e-mail address. Hashed with the key in the state directory,"
                            + " or with --key.")
    @Nullable
    String customer;

    @Option(
            names = "--key",
            paramLabel = "env:NAME|file:PATH",
            description = "The key that `pseudonyms` of the policy names, if it names one.")
    @Nullable
    String key;

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

    /**
     * @param state whose key tells customers by
     * @throws ParameterException if a word is none that it may be
     */
    Filter filter(CommandLine command, Instant now, Path state) {
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
                wanted,
                subject(command, state));
    }

    private @Nullable String subject(CommandLine command, Path state) {
        if (customer == null) {
            return null;
        }
        try {
            Pseudonyms pseudonyms = key == null
                    ? Pseudonyms.find(state)
                    : Pseudonyms.with(SecretSource.of(key).text(System::getenv));
            if (pseudonyms == null) {
                throw new ParameterException(
                        command, "there is no key of pseudonyms in `" + state + "`; name the policy's with --key");
            }
            String plain = customer.indexOf('@') < 0 ? customer : customer.toLowerCase(Locale.ROOT);
            return pseudonyms.of(plain);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(command, "the key of the pseudonyms cannot be used: " + e.getMessage(), e);
        }
    }
}
