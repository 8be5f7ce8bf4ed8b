// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bursar.runtime.rehearsal.Models.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Lists of what a rehearsal has made: filters, and pages from either end as Stripe cuts them. */
final class Listing {

    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 100;

    /** Of a list, not of its objects. */
    private static final Set<String> OWN = Set.of("limit", "starting_after", "ending_before", "expand");

    private Listing() {}

    /**
     * @param all newest first
     * @param ids what the path says, by field
     */
    static ObjectNode of(List<ObjectNode> all, String rawPath, Model model, Map<String, String> ids, Asked asked)
            throws Problem.Found {
        List<ObjectNode> matching = new ArrayList<>();
        for (ObjectNode object : all) {
            if (matches(object, model, ids, asked)) {
                matching.add(object);
            }
        }
        int limit = limit(asked);
        String after = asked.value("starting_after");
        String before = asked.value("ending_before");
        if (after != null && before != null) {
            throw new Problem.Found(Problem.invalid(
                    "parameter_invalid",
                    null,
                    "You may only specify one of these parameters: starting_after, ending_before."));
        }
        int from = 0;
        int to = matching.size();
        if (after != null) {
            from = newerThan(matching, all, model, "starting_after", after);
            from += from < to && isIt(matching.get(from), after) ? 1 : 0;
        } else if (before != null) {
            to = newerThan(matching, all, model, "ending_before", before);
        }
        boolean more = to - from > limit;
        // A page before an object is the one that ends right before it.
        List<ObjectNode> page = before == null
                ? matching.subList(from, Math.min(to, from + limit))
                : matching.subList(Math.max(from, to - limit), to);
        ObjectNode list = Echo.emptyList(rawPath);
        page.forEach(list.withArray("data")::add);
        list.put("has_more", more);
        return list;
    }

    /** How many of those that match stand before an object, which itself need not match any more. */
    private static int newerThan(List<ObjectNode> matching, List<ObjectNode> all, Model model, String param, String id)
            throws Problem.Found {
        int newer = 0;
        for (ObjectNode object : all) {
            if (isIt(object, id)) {
                return newer;
            }
            newer += newer < matching.size() && matching.get(newer) == object ? 1 : 0;
        }
        throw new Problem.Found(Problem.missing(model.shortName(), param, id));
    }

    private static boolean isIt(ObjectNode object, String id) {
        return object.path("id").asText().equals(id);
    }

    private static boolean matches(ObjectNode object, Model model, Map<String, String> ids, Asked asked) {
        Map<String, String> wanted = new TreeMap<>(ids);
        for (Map.Entry<String, Asked> part : asked.parts().entrySet()) {
            String name = part.getKey();
            String value = part.getValue().value();
            if (OWN.contains(name)) {
                continue;
            }
            if (value != null) {
                wanted.put(name, value);
            } else if (!isWithin(object.path(name), part.getValue())) {
                return false;
            }
        }
        return wanted.entrySet().stream().allMatch(want -> {
            JsonNode value = object.path(want.getKey());
            boolean every = want.getKey().equals("status") && want.getValue().equals("all");
            return every
                    || !model.has(want.getKey())
                    || value.isContainerNode()
                    || value.asText("").equals(want.getValue());
        });
    }

    /** {@code created[gte]=...} and the like; other groups are no filter that is known here. */
    private static boolean isWithin(JsonNode value, Asked range) {
        for (Map.Entry<String, Asked> bound : range.parts().entrySet()) {
            String text = bound.getValue().value();
            if (!value.isNumber() || text == null || !text.matches("-?[0-9]{1,18}")) {
                continue;
            }
            int compared = Long.compare(value.asLong(), Long.parseLong(text));
            boolean holds = switch (bound.getKey()) {
                case "gt" -> compared > 0;
                case "gte" -> compared >= 0;
                case "lt" -> compared < 0;
                case "lte" -> compared <= 0;
                default -> true;
            };
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    /** How many objects a page has at most. */
    static int limit(Asked asked) throws Problem.Found {
        String limit = asked.value("limit");
        if (limit == null || limit.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        if (!limit.matches("[0-9]{1,3}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MAX_LIMIT) {
            throw new Problem.Found(Problem.invalid(
                    "parameter_invalid_integer",
                    "limit",
                    "Invalid integer: limit must be between 1 and " + MAX_LIMIT + "."));
        }
        return Integer.parseInt(limit);
    }
}
