// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bursar.runtime.rehearsal.Models.Model;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's search language over what a rehearsal has made: clauses {@code field:'value'}, {@code field~'part'}, {@code field>10},
 * {@code metadata['key']:'value'} and {@code field:null}, each with a {@code -} to negate it, joined by {@code AND} or by {@code OR}. Stripe
 * finds an object up to a minute after it was made; here it is found at once.
 */
final class Search {

    private static final int MOST_CLAUSES = 10;
    private static final String PAGE = "page_mock_";

    private static final int LONGEST = 1_000;

    /** Written so that matching it takes no stack for plain characters. */
    private static final String QUOTED = "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'";

    private static final Pattern CLAUSE = Pattern.compile("\\s*(?<not>-)?"
            + "(?<field>[A-Za-z_][A-Za-z0-9_.]*)(\\[\\s*(?<key>" + QUOTED + ")\\s*])?"
            + "\\s*(?<op>:|~|>=|<=|>|<)\\s*"
            + "(?<value>" + QUOTED + "|null\\b|-?[0-9]{1,18}(?:\\.[0-9]{1,9})?)");
    private static final Pattern JOIN = Pattern.compile("\\s+(?:(?<join>AND|OR)\\b)?", Pattern.CASE_INSENSITIVE);

    private static final Map<String, Set<String>> FIELDS = Map.of(
            "charge",
                    Set.of(
                            "amount",
                            "billing_details",
                            "created",
                            "currency",
                            "customer",
                            "disputed",
                            "metadata",
                            "payment_method_details",
                            "refunded",
                            "status"),
            "customer", Set.of("created", "email", "metadata", "name", "phone"),
            "invoice",
                    Set.of(
                            "created",
                            "currency",
                            "customer",
                            "last_finalization_error_code",
                            "last_finalization_error_type",
                            "metadata",
                            "number",
                            "receipt_number",
                            "status",
                            "subscription",
                            "total"),
            "payment_intent", Set.of("amount", "created", "currency", "customer", "metadata", "status"),
            "price", Set.of("active", "currency", "lookup_key", "metadata", "product", "type"),
            "product", Set.of("active", "description", "metadata", "name", "shippable", "url"),
            "subscription", Set.of("canceled_at", "created", "metadata", "status"));

    /** @param value {@code null} asks whether there is none */
    private record Clause(
            boolean not,
            List<String> path,
            String op,
            @Nullable String value) {

        boolean matches(ObjectNode object) {
            JsonNode found = object;
            for (String name : path) {
                found = found.path(name);
            }
            return not != holds(found);
        }

        private boolean holds(JsonNode found) {
            boolean isThere = found.isValueNode() && !found.isNull();
            if (value == null) {
                return !isThere;
            }
            if (!isThere) {
                return false;
            }
            String text = found.asText();
            return switch (op) {
                case ":" -> text.equalsIgnoreCase(value);
                case "~" -> text.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT));
                default -> found.isNumber() && compared(new BigDecimal(text).compareTo(new BigDecimal(value)));
            };
        }

        private boolean compared(int sign) {
            return switch (op) {
                case ">" -> sign > 0;
                case ">=" -> sign >= 0;
                case "<" -> sign < 0;
                default -> sign <= 0;
            };
        }
    }

    private final List<Clause> clauses = new ArrayList<>();
    private final boolean any;

    private Search(String query, Model model) throws Problem.Found {
        Boolean or = null;
        int at = 0;
        while (true) {
            Matcher clause = CLAUSE.matcher(query).region(at, query.length());
            if (!clause.lookingAt()) {
                throw unparsed(query);
            }
            clauses.add(clause(clause, query, model));
            at = clause.end();
            if (query.substring(at).isBlank()) {
                break;
            }
            Matcher join = JOIN.matcher(query).region(at, query.length());
            if (clauses.size() == MOST_CLAUSES || !join.lookingAt()) {
                throw unparsed(query);
            }
            boolean isOr = "OR".equalsIgnoreCase(join.group("join"));
            if (or != null && or != isOr) {
                throw new Problem.Found(Problem.invalid(
                        "search_query_invalid", "query", "AND and OR cannot be combined in one search query."));
            }
            or = isOr;
            at = join.end();
        }
        any = or != null && or;
    }

    /**
     * A page of what is found.
     *
     * @param all what there is, newest first
     */
    static ObjectNode page(List<ObjectNode> all, String rawPath, Model model, Asked asked) throws Problem.Found {
        String query = asked.value("query");
        if (query == null || query.isBlank()) {
            throw new Problem.Found(Problem.invalid("parameter_missing", "query", "Missing required param: query."));
        }
        if (query.length() > LONGEST) {
            throw unparsed(query);
        }
        Search search = new Search(query, model);
        List<ObjectNode> found = new ArrayList<>();
        for (ObjectNode object : all) {
            if (search.matches(object)) {
                found.add(object);
            }
        }
        int from = from(asked.value("page"), found.size());
        int to = Math.min(found.size(), from + Listing.limit(asked));
        ObjectNode result = Echo.emptyList(rawPath);
        result.put("object", "search_result");
        found.subList(from, to).forEach(result.withArray("data")::add);
        boolean more = to < found.size();
        result.put("has_more", more);
        result.put("next_page", more ? PAGE + to : null);
        if (asksForTotal(asked)) {
            result.put("total_count", found.size());
        }
        return result;
    }

    private static boolean asksForTotal(Asked asked) {
        Asked expand = asked.parts().get("expand");
        return expand != null && expand.elements().stream().anyMatch(element -> "total_count".equals(element.value()));
    }

    private static int from(@Nullable String page, int found) throws Problem.Found {
        if (page == null || page.isEmpty()) {
            return 0;
        }
        if (!page.matches(PAGE + "[0-9]{1,6}")) {
            throw new Problem.Found(
                    Problem.invalid("parameter_invalid", "page", "Invalid page: give back `next_page`."));
        }
        return Math.min(found, Integer.parseInt(page.substring(PAGE.length())));
    }

    private boolean matches(ObjectNode object) {
        return any
                ? clauses.stream().anyMatch(clause -> clause.matches(object))
                : clauses.stream().allMatch(clause -> clause.matches(object));
    }

    private static Clause clause(Matcher written, String query, Model model) throws Problem.Found {
        String field = written.group("field");
        String key = written.group("key");
        String op = written.group("op");
        String value = written.group("value");
        List<String> path = new ArrayList<>(List.of(field.split("\\.", -1)));
        String first = path.get(0);
        if (!FIELDS.getOrDefault(model.object() == null ? "" : model.object(), Set.of())
                .contains(first)) {
            throw new Problem.Found(Problem.invalid(
                    "search_query_invalid",
                    "query",
                    "Field `" + field + "` is an unsupported search field for resource `" + model.shortName() + "s`."));
        }
        if (first.equals("metadata") != (key != null)) {
            throw unparsed(query);
        }
        if (key != null) {
            path.add(unquoted(key));
        }
        boolean isNull = value.equals("null");
        boolean isNumber = !isNull && isNumber(unquoted(value));
        boolean compares = !op.equals(":") && !op.equals("~");
        if (isNull && !op.equals(":")
                || compares && !isNumber
                || op.equals("~") && unquoted(value).length() < 3) {
            throw unparsed(query);
        }
        return new Clause(written.group("not") != null, path, op, isNull ? null : unquoted(value));
    }

    private static boolean isNumber(String text) {
        return text.matches("-?[0-9]{1,18}(\\.[0-9]{1,9})?");
    }

    private static String unquoted(String text) {
        char first = text.charAt(0);
        return first == '"' || first == '\''
                ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1")
                : text;
    }

    private static Problem.Found unparsed(String query) {
        return new Problem.Found(Problem.invalid(
                "search_query_invalid",
                "query",
                "We were unable to parse your search query `" + (query.length() > 200 ? query.substring(0, 200) : query)
                        + "`. Write clauses such as `email:'a@example.com'`, joined by AND or by OR."));
    }
}
