// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.bursar.runtime.call.Fixture;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.policy.Binding;
import dev.bursar.runtime.policy.Evaluator;
import dev.bursar.runtime.policy.Place;
import dev.bursar.runtime.policy.Rehearsing;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code rehearse}: code inside which everything is a rehearsal, evaluators that are none, and answers to give. */
final class RehearsingReader {

    private static final String FIXTURE_EXAMPLE =
            "POST /v1/charges: {status: 402, body: {error: {type: card_error, message: Declined.}}}";

    /** What stands in JSON as it stands in YAML. */
    private static final String LITERAL = "true|false|-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?";

    /** Made here, so that what is made can be found again. */
    private static final Set<String> OURS = Set.of("id", "object");

    private final Problems problems;
    private final Rules rules;

    RehearsingReader(Problems problems, Catalogue catalogue) {
        this.problems = problems;
        this.rules = new Rules(problems, catalogue);
    }

    Rehearsing read(Fields policy) {
        Node.Mapping group = policy.group("rehearse");
        if (group == null) {
            return Rehearsing.DEFAULT;
        }
        Fields fields = new Fields(problems, group, "`rehearse`", List.of("when", "except", "fixtures"), List.of());
        Map<Evaluator, Place> listed = new EnumMap<>(Evaluator.class);
        List<Binding> when = when(fields, listed);
        Set<Evaluator> except = except(fields, listed);
        return new Rehearsing(when, except, fixtures(fields));
    }

    private List<Binding> when(Fields fields, Map<Evaluator, Place> listed) {
        List<Binding> when = new ArrayList<>();
        Bindings bindings = new Bindings(problems);
        for (Node.Scalar scalar : fields.scalars("when", "com.acme.eval.Optimizer#compile")) {
            Evaluator evaluator = Evaluator.of(scalar.text());
            if (evaluator == Evaluator.JUNIT) {
                listed.put(evaluator, scalar.place());
            } else if (evaluator != null) {
                problems.add(scalar.place(), scalar.shown() + " rehearses without being listed; take it out of `when`");
            } else {
                Binding binding = bindings.binding(scalar);
                if (binding != null) {
                    when.add(binding);
                }
            }
        }
        return when;
    }

    private Set<Evaluator> except(Fields fields, Map<Evaluator, Place> listed) {
        List<String> words = new ArrayList<>();
        for (Evaluator each : Evaluator.values()) {
            words.add(each.word());
        }
        Map<Evaluator, Place> except = new EnumMap<>(Evaluator.class);
        for (Node.Scalar scalar : fields.scalars("except", Evaluator.JUNIT.word())) {
            Evaluator evaluator = Evaluator.of(scalar.text());
            Place asked = evaluator == null ? null : listed.get(evaluator);
            if (evaluator == null) {
                problems.add(
                        scalar.place(),
                        scalar.shown() + " is no evaluator that rehearses by itself"
                                + Words.didYouMeanOrChoice(scalar.text(), words));
            } else if (except.putIfAbsent(evaluator, scalar.place()) != null) {
                problems.add(scalar.place(), scalar.shown() + " stands here twice; keep one");
            } else if (asked != null) {
                problems.add(
                        scalar.place(),
                        scalar.shown() + " stands under `when` too, at line " + asked.line() + "; keep one of the two");
            }
        }
        return except.keySet();
    }

    private Map<Operation, Fixture> fixtures(Fields fields) {
        Map<Operation, Fixture> fixtures = new HashMap<>();
        Map<Operation, Place> places = new HashMap<>();
        Node.Mapping group = fields.group("fixtures");
        for (Node.Entry entry : group == null ? List.<Node.Entry>of() : group.entries()) {
            Operation operation = rules.operation(entry.key(), entry.place());
            Fixture fixture = fixture(entry);
            if (operation == null || fixture == null) {
                continue;
            }
            Place first = places.putIfAbsent(operation, entry.place());
            if (first != null) {
                problems.add(
                        entry.place(),
                        Words.quoted(entry.key()) + " has a fixture already at line " + first.line() + "; keep one");
            }
            fixtures.put(operation, fixture);
        }
        return fixtures;
    }

    private @Nullable Fixture fixture(Node.Entry entry) {
        if (!(entry.value() instanceof Node.Mapping group)) {
            problems.add(
                    entry.value().place(),
                    "a fixture is an operation with a group, such as `" + FIXTURE_EXAMPLE + "`; found "
                            + entry.value().shown());
            return null;
        }
        Fields fields = new Fields(problems, group, "a fixture", List.of("status", "body"), List.of());
        int status = status(fields);
        Node.Mapping body = fields.group("body");
        if (body == null) {
            if (!fields.has("body")) {
                problems.add(entry.place(), "a fixture needs `body`, such as `" + FIXTURE_EXAMPLE + "`");
            }
            return null;
        }
        if (status >= 400) {
            error(body, status);
        } else {
            made(body);
        }
        return new Fixture(status, json(body));
    }

    private int status(Fields fields) {
        Node.Scalar scalar = fields.scalar("status", "402");
        if (scalar == null) {
            return 200;
        }
        if (!scalar.text().matches("200|[45][0-9][0-9]")) {
            problems.add(scalar.place(), scalar.shown() + " is not `200` or the status of an error, `400` to `599`");
            return 200;
        }
        return Integer.parseInt(scalar.text());
    }

    /** What an SDK needs to raise its exception. */
    private void error(Node.Mapping body, int status) {
        Node error = value(body, "error");
        boolean whole = error instanceof Node.Mapping group
                && isFilled(value(group, "type"))
                && isFilled(value(group, "message"));
        if (!whole) {
            problems.add(
                    body.place(),
                    "the body of a fixture with status `" + status
                            + "` is an error: `{error: {type: card_error, message: Declined.}}`");
        }
    }

    private void made(Node.Mapping body) {
        for (Node.Entry entry : body.entries()) {
            if (OURS.contains(entry.key())) {
                problems.add(
                        entry.place(),
                        Words.quoted(entry.key())
                                + " is made by the rehearsal, so that what was made can be found again; take it out");
            }
        }
        if (value(body, "error") != null) {
            problems.add(body.place(), "an error has a status of its own; add `status`, such as `402`");
        }
    }

    private static @Nullable Node value(Node.Mapping group, String key) {
        for (Node.Entry entry : group.entries()) {
            if (entry.key().equals(key)) {
                return entry.value();
            }
        }
        return null;
    }

    private static boolean isFilled(@Nullable Node node) {
        return node instanceof Node.Scalar scalar
                && !scalar.isNull()
                && !scalar.text().isBlank();
    }

    private static String json(Node.Mapping body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            write(body, json);
        } catch (IOException e) {
            throw new IllegalStateException("a string writer does not fail", e);
        }
        return text.toString();
    }

    private static void write(Node node, JsonGenerator json) throws IOException {
        if (node instanceof Node.Mapping group) {
            json.writeStartObject();
            for (Node.Entry entry : group.entries()) {
                json.writeFieldName(entry.key());
                write(entry.value(), json);
            }
            json.writeEndObject();
        } else if (node instanceof Node.Sequence list) {
            json.writeStartArray();
            for (Node item : list.items()) {
                write(item, json);
            }
            json.writeEndArray();
        } else if (node instanceof Node.Scalar scalar) {
            write(scalar, json);
        }
    }

    private static void write(Node.Scalar scalar, JsonGenerator json) throws IOException {
        String text = scalar.text();
        if (scalar.isNull()) {
            json.writeNull();
        } else if (scalar.isText() || !text.matches(LITERAL)) {
            json.writeString(text);
        } else {
            json.writeRawValue(text);
        }
    }
}
