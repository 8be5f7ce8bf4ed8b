// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.Binding;
import dev.bursar.runtime.policy.MethodPattern;
import dev.bursar.runtime.policy.Place;
import dev.bursar.runtime.policy.RunPattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names of code: {@code is}, {@code runs}, {@code attempts} and {@code rehearse.when}, whose lines are as those of {@code is}. */
final class Bindings {

    private static final String METHOD_EXAMPLE = "com.acme.billing.BillingAgent#forward";

    private final Problems problems;

    Bindings(Problems problems) {
        this.problems = problems;
    }

    /** One line that names code in any way; {@code null} if it is wrong. */
    @Nullable
    Binding binding(Node.Scalar scalar) {
        String text = scalar.text();
        if (text.startsWith("@")) {
            return annotation(scalar, text.substring(1));
        }
        if (text.contains("#")) {
            MethodPattern method = method(scalar);
            return method == null ? null : new Binding.OfMethod(method);
        }
        boolean below = text.endsWith(".**");
        if (below || text.endsWith(".*")) {
            String name = text.substring(0, text.length() - (below ? 3 : 2));
            if (isName(name)) {
                return new Binding.OfPackage(name, below, scalar.place());
            }
        } else if (isName(text)) {
            return isClass(scalar, text) ? new Binding.OfClass(text, scalar.place()) : null;
        }
        problems.add(
                scalar.place(),
                scalar.shown()
                        + " does not name code: write a class `com.acme.Agent`, a package `com.acme.tools.**`, a method "
                        + "`com.acme.Agent#run` or an annotation `@com.acme.Agent(billing)`");
        return null;
    }

    private @Nullable Binding annotation(Node.Scalar scalar, String text) {
        int open = text.indexOf('(');
        String type = open < 0 ? text : text.substring(0, open);
        String value = open < 0 ? null : text.substring(open + 1, Math.max(open + 1, text.length() - 1));
        if (!isName(type)
                || (value != null
                        && (!text.endsWith(")") || value.isEmpty() || value.contains("\"") || value.contains("=")))) {
            problems.add(
                    scalar.place(),
                    scalar.shown() + " is not an annotation such as `@com.acme.Agent` or `@com.acme.Agent(billing)`");
            return null;
        }
        return isClass(scalar, type) ? new Binding.OfAnnotation(type, value, scalar.place()) : null;
    }

    /** {@code pkg.Class#method}; {@code null} if it is something else. */
    @Nullable
    MethodPattern method(Node.Scalar scalar) {
        String text = scalar.text();
        int hash = text.indexOf('#');
        String method = hash < 0 ? "" : text.substring(hash + 1);
        if (hash >= 0 && method.contains("(")) {
            problems.add(
                    scalar.place(),
                    scalar.shown() + " names parameters; write the method alone, `"
                            + text.substring(0, text.indexOf('(')) + "`, every overload is meant");
            return null;
        }
        if (hash < 0 || !isName(text.substring(0, hash)) || !isIdentifier(method)) {
            problems.add(scalar.place(), scalar.shown() + " is not a method such as `" + METHOD_EXAMPLE + "`");
            return null;
        }
        String type = text.substring(0, hash);
        return isClass(scalar, type) ? new MethodPattern(type, method, scalar.place()) : null;
    }

    /** Methods of one list of {@code fields}. */
    List<MethodPattern> methods(Fields fields, String key) {
        List<MethodPattern> methods = new ArrayList<>();
        for (Node.Scalar scalar : fields.scalars(key, METHOD_EXAMPLE)) {
            MethodPattern method = method(scalar);
            if (method != null) {
                methods.add(method);
            }
        }
        return methods;
    }

    /** {@code runs}: a method, or a group of {@code method} and {@code id}. */
    List<RunPattern> runs(Fields fields) {
        List<RunPattern> runs = new ArrayList<>();
        for (Node node : fields.list("runs", METHOD_EXAMPLE)) {
            RunPattern run = run(node);
            if (run != null) {
                runs.add(run);
            }
        }
        return runs;
    }

    private @Nullable RunPattern run(Node node) {
        if (node instanceof Node.Scalar scalar && !scalar.isNull()) {
            MethodPattern method = method(scalar);
            return method == null ? null : new RunPattern(method, null);
        }
        if (!(node instanceof Node.Mapping group)) {
            problems.add(
                    node.place(),
                    "each item of `runs` is a method, or `{method: " + METHOD_EXAMPLE + ", id: arg0}`; found "
                            + node.shown());
            return null;
        }
        Fields fields = new Fields(problems, group, "an item of `runs`", List.of("method", "id"), List.of());
        if (!fields.has("method")) {
            problems.add(fields.place(), "an item of `runs` needs `method`, such as `" + METHOD_EXAMPLE + "`");
        }
        Node.Scalar methodText = fields.scalar("method", METHOD_EXAMPLE);
        Node.Scalar id = fields.scalar("id", "arg0");
        MethodPattern method = methodText == null ? null : method(methodText);
        if (id != null && !id.text().matches("arg[0-9]{1,2}|mdc:[A-Za-z0-9_.-]{1,64}")) {
            problems.add(
                    id.place(),
                    id.shown()
                            + " is not where a run's id comes from: `arg0` is the method's first argument, `mdc:orderId` an entry of the MDC");
            return null;
        }
        return method == null ? null : new RunPattern(method, id == null ? null : id.text());
    }

    /** By the usual spelling: a class begins with a capital, and what follows it is nested. */
    private boolean isClass(Node.Scalar scalar, String name) {
        String[] parts = name.split("\\.", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            if (Character.isUpperCase(parts[i].charAt(0)) && Character.isUpperCase(parts[i + 1].charAt(0))) {
                String right = String.join(".", List.of(parts).subList(0, i + 1)) + "$"
                        + String.join("$", List.of(parts).subList(i + 1, parts.length));
                problems.add(
                        scalar.place(),
                        scalar.shown() + " names a nested class with a dot; write " + Words.quoted(right));
                return false;
            }
        }
        String last = parts[parts.length - 1];
        if (Character.isLowerCase(last.charAt(0)) && scalar.text().equals(name)) {
            problems.add(
                    scalar.place(),
                    scalar.shown() + " names a class that begins with a small letter; for a package write "
                            + Words.quoted(name + ".**"));
            return false;
        }
        return true;
    }

    private static boolean isName(String text) {
        for (String part : text.split("\\.", -1)) {
            if (!isIdentifier(part)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIdentifier(String text) {
        if (text.isEmpty() || !Character.isJavaIdentifierStart(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (!Character.isJavaIdentifierPart(text.charAt(i)) || Character.isIdentifierIgnorable(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** What two callers may not both have; the key is the same for patterns that match equally closely. */
    record Claim(String key, String shown, Place place) {

        static Claim of(Binding binding) {
            if (binding instanceof Binding.OfClass one) {
                return new Claim("class " + one.type(), one.type(), one.place());
            }
            if (binding instanceof Binding.OfPackage one) {
                String shown = one.name() + (one.below() ? ".**" : ".*");
                return new Claim("package " + shown, shown, one.place());
            }
            if (binding instanceof Binding.OfAnnotation one) {
                String shown = "@" + one.type() + (one.value() == null ? "" : "(" + one.value() + ")");
                return new Claim(shown, shown, one.place());
            }
            return of(((Binding.OfMethod) binding).method());
        }

        static Claim of(MethodPattern method) {
            return new Claim("method " + method, method.toString(), method.place());
        }
    }
}
