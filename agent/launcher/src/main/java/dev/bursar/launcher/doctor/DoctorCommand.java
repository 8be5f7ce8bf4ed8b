// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bursar.weaver.Examination;
import dev.bursar.weaver.Examination.Finding;
import dev.bursar.weaver.Examination.State;
import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells which clients and frameworks of an application would be caught, and where, without running it. */
@Command(
        name = "doctor",
        description = {
            "Tells which HTTP clients, agent frameworks and retry libraries of an application are caught, and in which methods.",
            "Nothing of the application is run."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  bursar doctor app.jar",
            "  bursar doctor 'lib/*' classes",
            "  bursar doctor -- java -cp 'lib/*:classes' com.acme.Main",
            "",
            "Exit codes:",
            "  0  everything found is caught",
            "  1  something found is not caught in this version, or nothing that bursar knows was found",
            "  2  wrong use, or a path that cannot be read"
        })
public final class DoctorCommand implements Callable<Integer> {

    private static final int CAUGHT = 0;
    private static final int NOT_CAUGHT = 1;
    private static final String OF_THE_JDK = "JDK " + Runtime.version().feature();

    /** How it is shown. */
    enum Format {
        table,
        jsonl
    }

    private final List<Hook> hooks;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--format", description = "table or jsonl; ${DEFAULT-VALUE} if left out.", defaultValue = "table")
    Format format = Format.table;

    @Option(names = "--all", description = "Also what was not found.")
    boolean all;

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description =
                    "Jars, folders of classes, folder/* for all jars of a folder; or -- and the java command that runs it.")
    List<String> words = List.of();

    public DoctorCommand(List<Hook> hooks) {
        this.hooks = hooks;
    }

    @Override
    public Integer call() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        List<Path> classPath = CommandToExamine.classPath(words);
        if (classPath.isEmpty()) {
            command.getErr().println("bursar: no class path in `" + String.join(" ", words) + "`: give -cp or -jar");
            return CommandLine.ExitCode.USAGE;
        }
        Map<String, ClassPathScan.Found> found;
        try {
            found = ClassPathScan.of(classPath, wanted());
        } catch (NoSuchFileException e) {
            command.getErr().println("bursar: there is no `" + e.getFile() + "`");
            return CommandLine.ExitCode.USAGE;
        } catch (IOException e) {
            command.getErr().println("bursar: cannot be read: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        List<Finding> findings = Examination.of(hooks, resource -> bytes(found, resource));
        List<Finding> shown = findings.stream()
                .filter(each -> all || each.state() != State.ABSENT)
                .toList();
        if (format == Format.jsonl) {
            shown.forEach(each -> command.getOut().println(json(each, from(each, found))));
        } else {
            table(command.getOut(), shown, found);
        }
        command.getOut().flush();
        boolean any = findings.stream().anyMatch(each -> each.state() == State.ARMED && !isOfJdk(each));
        if (!any) {
            command.getErr().println("bursar: nothing that it knows is on this class path but what the JDK has");
        }
        return any && findings.stream().noneMatch(each -> each.state() == State.UNSUPPORTED) ? CAUGHT : NOT_CAUGHT;
    }

    private boolean isOfJdk(Finding finding) {
        return from(finding, Map.of()).equals(OF_THE_JDK);
    }

    private Set<String> wanted() {
        return hooks.stream()
                .flatMap(DoctorCommand::types)
                .map(DoctorCommand::resource)
                .collect(Collectors.toSet());
    }

    /** Of a framework its marker comes first: what it is found in is the framework's own jar. */
    private static Stream<String> types(Hook hook) {
        Stream<String> joints =
                Stream.concat(hook.joints().stream(), hook.sometimes().stream()).map(Joint::type);
        return hook instanceof FrameworkHook framework ? Stream.concat(Stream.of(framework.marker()), joints) : joints;
    }

    private static byte @Nullable [] bytes(Map<String, ClassPathScan.Found> found, String resource) {
        ClassPathScan.Found here = found.get(resource);
        return here == null ? ofJdk(resource) : here.bytes();
    }

    private static byte @Nullable [] ofJdk(String resource) {
        try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            return null;
        }
    }

    private String from(Finding finding, Map<String, ClassPathScan.Found> found) {
        return hooks.stream()
                .filter(hook -> hook.name().equals(finding.hook()))
                .flatMap(DoctorCommand::types)
                .map(DoctorCommand::resource)
                .map(resource -> {
                    ClassPathScan.Found here = found.get(resource);
                    return here != null ? here.from() : ofJdk(resource) == null ? "" : OF_THE_JDK;
                })
                .filter(from -> !from.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String resource(String type) {
        return type.replace('.', '/') + ".class";
    }

    private void table(PrintWriter out, List<Finding> shown, Map<String, ClassPathScan.Found> found) {
        out.printf("%-24s %-34s %-38s %-11s %s%n", "HOOK", "FOUND IN", "WHAT", "STATE", "WHERE");
        for (Finding each : shown) {
            out.println(String.format(
                            Locale.ROOT,
                            "%-24s %-34s %-38s %-11s %s",
                            each.hook(),
                            from(each, found),
                            each.what(),
                            state(each),
                            where(each))
                    .stripTrailing());
        }
    }

    private static String state(Finding finding) {
        return switch (finding.state()) {
            case ARMED -> "caught";
            case ABSENT -> "not there";
            case UNSUPPORTED -> finding.enforces() ? "refused" : "NOT CAUGHT";
        };
    }

    /** A few places tell where to look; the JDK's own are many. */
    private static String where(Finding finding) {
        int shown = 3;
        String first = finding.where().stream().limit(shown).collect(Collectors.joining(", "));
        int more = finding.where().size() - shown;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private static String json(Finding finding, String from) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("hook", finding.hook());
        fields.put("found_in", from);
        fields.put("what", finding.what());
        fields.put("state", state(finding).toLowerCase(Locale.ROOT));
        fields.put("where", finding.where());
        try {
            return new ObjectMapper().writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
