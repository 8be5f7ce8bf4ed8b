// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Origin;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.Keeping;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.policy.Rehearsing;
import dev.bursar.runtime.policy.Watching;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From a policy file to a checked {@link Policy}, or to every problem of the file at once. Never throws for what a file says. */
public final class PolicyCompiler {

    private static final List<String> WORDS = both(
            List.of("bursar", "mode", "timezone", "state", "callers", "vendors", "rehearse"),
            both(KeepingReader.WORDS, WatchingReader.WORDS));
    private static final List<String> NOT_YET = both(KeepingReader.NOT_YET, WatchingReader.NOT_YET);

    private final Path file;
    private final Catalogue catalogue;
    private final Problems problems;

    private PolicyCompiler(Path file, Catalogue catalogue) {
        this.file = file;
        this.catalogue = catalogue;
        this.problems = new Problems(file.toString());
    }

    /** Loads what reading a policy takes. Called on another thread while this one loads a catalogue, it shortens the first {@link #compile}. */
    public static void warmUp() {
        TreeReader.read("bursar: 1", new Problems(""));
        Source.sha256(new byte[0]);
    }

    public static Compilation compile(Path file, Catalogue catalogue) {
        PolicyCompiler compiler = new PolicyCompiler(file, catalogue);
        try {
            return compiler.compile();
        } catch (RuntimeException | StackOverflowError e) {
            // A policy that trips the compiler is no policy. The exception's text may quote the file, so only its kind
            // is told.
            compiler.problems.add(
                    "this file could not be compiled (" + e.getClass().getSimpleName() + ")");
            return new Compilation.Failed(compiler.problems.inOrder());
        }
    }

    private Compilation compile() {
        Source source = Source.read(file, problems);
        if (source == null) {
            return new Compilation.Failed(problems.inOrder());
        }
        for (int start : KeyShapes.starts(source.text())) {
            problems.add(
                    problems.at(source.text(), start),
                    "a key stands here in the clear; keep it in the environment or a file, write `credential: env:NAME` or "
                            + "`credential: file:/path`, and replace the key, which has been seen");
        }
        boolean keyTold = !problems.isEmpty();
        Node root = TreeReader.read(source.text(), problems);
        if (root == null) {
            return new Compilation.Failed(problems.inOrder());
        }
        if (!keyTold) {
            refuseKeys(root);
        }
        if (!(root instanceof Node.Mapping group)) {
            problems.add(
                    root.place(), "a policy is a group of keys that begins with `bursar: 1`; found " + root.shown());
            return new Compilation.Failed(problems.inOrder());
        }
        return policy(group, source.hash());
    }

    /** Keys that only show once escapes are undone. */
    private void refuseKeys(Node node) {
        if (node instanceof Node.Scalar scalar) {
            if (KeyShapes.isIn(scalar.text())) {
                problems.add(
                        scalar.place(), "a key stands here in the clear; write `env:NAME` or `file:/path` instead");
            }
        } else if (node instanceof Node.Sequence sequence) {
            sequence.items().forEach(this::refuseKeys);
        } else if (node instanceof Node.Mapping mapping) {
            for (Node.Entry entry : mapping.entries()) {
                if (KeyShapes.isIn(entry.key())) {
                    problems.add(entry.place(), "a key stands here in the clear; take it out");
                }
                refuseKeys(entry.value());
            }
        }
    }

    private Compilation policy(Node.Mapping group, String hash) {
        Fields fields = new Fields(problems, group, "a policy", WORDS, NOT_YET);
        format(fields);
        Mode mode = fields.word("mode", Mode.ENFORCE, Mode.values(), Mode::word);
        Node.Scalar zoneText = fields.scalar("timezone", "America/New_York");
        ZoneId zone = zoneText == null ? ZoneOffset.UTC : new Values(problems).zone(zoneText);
        Path directory = file.toAbsolutePath().normalize().getParent();
        if (directory == null) {
            throw new IllegalStateException("a file has a directory");
        }
        Keeping keeping = new KeepingReader(problems, directory).read(fields);
        Watching watching = new WatchingReader(problems, directory).read(fields);
        Callers callers = new Callers(problems, catalogue, directory, mode);
        Map<String, CallerPolicy> byName = callers(fields, callers);
        Map<String, List<Origin>> hosts = vendors(fields);
        Rehearsing rehearsing = new RehearsingReader(problems, catalogue).read(fields);
        Path state = state(fields, directory);
        CheckpointsReader.refuseInside(state, keeping.checkpoints(), fields, problems);
        if (!problems.isEmpty() || zone == null) {
            return new Compilation.Failed(problems.inOrder());
        }
        return new Compilation.Compiled(
                new Policy(file, hash, mode, zone, state, byName, hosts, rehearsing, keeping, watching),
                callers.credentials());
    }

    private void format(Fields fields) {
        Node.Scalar version = fields.scalar("bursar", "1");
        if (!fields.has("bursar")) {
            problems.add(fields.place(), "the format is missing; begin with `bursar: 1`");
        } else if (version != null && !version.text().equals("1")) {
            problems.add(version.place(), "this version of bursar reads format `1`; found " + version.shown());
        }
    }

    private static List<String> both(List<String> some, List<String> others) {
        List<String> both = new ArrayList<>(some);
        both.addAll(others);
        return List.copyOf(both);
    }

    private Path state(Fields fields, Path directory) {
        Node.Scalar state = fields.scalar("state", "./bursar-state");
        try {
            return directory
                    .resolve(state == null ? "bursar-state" : state.text())
                    .normalize();
        } catch (InvalidPathException e) {
            problems.add(fields.placeOf("state"), "`state` is no path this system can have");
            return directory;
        }
    }

    private Map<String, CallerPolicy> callers(Fields fields, Callers callers) {
        if (!fields.has("callers")) {
            problems.add(fields.place(), "`callers` is missing; without one every call is refused");
            return Map.of();
        }
        Node.Mapping group = fields.group("callers");
        if (group != null && group.entries().isEmpty()) {
            problems.add(group.place(), "`callers` is empty; without one every call is refused");
        }
        return group == null ? Map.of() : callers.read(group);
    }

    private Map<String, List<Origin>> vendors(Fields fields) {
        Node.Mapping group = fields.group("vendors");
        List<Origin> origins = new ArrayList<>();
        for (Node.Entry entry : group == null ? List.<Node.Entry>of() : group.entries()) {
            if (!entry.key().equals(catalogue.vendor())) {
                fields.notYet(entry.place(), "vendors: " + entry.key());
            } else if (entry.value() instanceof Node.Mapping vendor) {
                hosts(
                        new Fields(
                                problems, vendor, "`" + entry.key() + "`", List.of("hosts"), List.of("auth", "cost")),
                        origins);
            } else {
                problems.add(
                        entry.place(),
                        "`" + entry.key() + "` is a group such as `{hosts: [api.stripe.com]}`; found "
                                + entry.value().shown());
            }
        }
        return origins.isEmpty() ? Map.of() : Map.of(catalogue.vendor(), List.copyOf(origins));
    }

    private void hosts(Fields vendor, List<Origin> origins) {
        Values values = new Values(problems);
        for (Node.Scalar scalar : vendor.scalars("hosts", "api.stripe.com")) {
            Origin origin = values.origin(scalar);
            if (origin != null) {
                origins.add(origin);
            }
        }
        if (!vendor.has("hosts")) {
            problems.add(vendor.place(), "`hosts` is missing; name at least one, or take the vendor out");
        } else if (vendor.get("hosts") instanceof Node.Sequence list
                && list.items().isEmpty()) {
            problems.add(list.place(), "`hosts` is empty; name at least one, or take it out");
        }
    }
}
