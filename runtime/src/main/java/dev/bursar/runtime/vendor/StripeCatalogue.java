// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import dev.bursar.runtime.call.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every operation of Stripe, from the list that the build reads out of stripe-java, and the permission words over them.
 *
 * <p>Stripe publishes no map from the permissions of a restricted key to operations; the words here are Bursar's own and follow the paths.
 * {@code charges:read} is every GET under {@code /v1/charges}. {@code charges:write} is every operation there, reading included, as on a
 * restricted key. Where a path begins with a folder that is no resource itself, the word names both: {@code checkout.sessions:write};
 * under {@code /v2} it begins with the version: {@code v2.core.accounts:read}.
 */
final class StripeCatalogue {

    private static final String RESOURCE = "stripe-operations.txt";

    private final Set<Operation> operations;
    private final SortedMap<String, Set<Operation>> permissions;
    private final PathTrie trie;

    private StripeCatalogue(Set<Operation> operations) {
        this.operations = Collections.unmodifiableSet(operations);
        this.permissions = permissionsOver(operations);
        this.trie = new PathTrie(operations);
    }

    static StripeCatalogue load() {
        try (InputStream in = StripeCatalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the catalogue `" + RESOURCE + "` is not in this build");
            }
            Set<Operation> operations = new LinkedHashSet<>();
            // Loops here and below, for this runs before main: each lambda costs start-up.
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (int start = 0; start < text.length(); ) {
                int end = text.indexOf('\n', start);
                int space = text.indexOf(' ', start);
                end = end < 0 ? text.length() : end;
                operations.add(
                        new Operation(StripeVendor.NAME, text.substring(start, space), text.substring(space + 1, end)));
                start = end + 1;
            }
            return new StripeCatalogue(operations);
        } catch (IOException e) {
            throw new UncheckedIOException("the catalogue `" + RESOURCE + "` cannot be read", e);
        }
    }

    Set<Operation> operations() {
        return operations;
    }

    PathTrie trie() {
        return trie;
    }

    @Nullable
    Set<Operation> permission(String word) {
        return permissions.get(word);
    }

    List<String> permissions() {
        return List.copyOf(permissions.keySet());
    }

    private static SortedMap<String, Set<Operation>> permissionsOver(Set<Operation> operations) {
        Set<String> resources = new HashSet<>();
        for (Operation operation : operations) {
            resources.add(String.join(".", literals(operation)));
        }
        TreeMap<String, Set<Operation>> words = new TreeMap<>();
        Set<String> changing = new HashSet<>();
        for (Operation operation : operations) {
            String resource = resourceOf(literals(operation), resources);
            if (operation.method().equals("GET")) {
                add(words, resource + ":read", operation);
            } else {
                changing.add(resource + ":write");
            }
            add(words, resource + ":write", operation);
        }
        for (Iterator<Map.Entry<String, Set<Operation>>> each = words.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, Set<Operation>> word = each.next();
            if (word.getKey().endsWith(":write") && !changing.contains(word.getKey())) {
                each.remove();
            } else {
                word.setValue(Collections.unmodifiableSet(word.getValue()));
            }
        }
        return Collections.unmodifiableSortedMap(words);
    }

    private static void add(Map<String, Set<Operation>> words, String word, Operation operation) {
        Set<Operation> covered = words.get(word);
        if (covered == null) {
            covered = new LinkedHashSet<>();
            words.put(word, covered);
        }
        covered.add(operation);
    }

    /** The literal segments before the first variable one, without {@code v1}. */
    private static List<String> literals(Operation operation) {
        List<String> literals = new ArrayList<>();
        for (String segment : operation.template().substring(1).split("/", -1)) {
            if (segment.startsWith("{")) {
                break;
            }
            if (!segment.equals("v1")) {
                literals.add(segment);
            }
        }
        return literals;
    }

    private static String resourceOf(List<String> literals, Set<String> resources) {
        for (int length = 1; length < literals.size(); length++) {
            String shorter = String.join(".", literals.subList(0, length));
            if (resources.contains(shorter)) {
                return shorter;
            }
        }
        return String.join(".", literals);
    }

    /** By text, for tables that name operations: {@code POST /v1/charges}. */
    Map<String, Operation> byText() {
        Map<String, Operation> byText = new TreeMap<>();
        operations.forEach(operation -> byText.put(operation.text(), operation));
        return byText;
    }
}
