// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import dev.bursar.runtime.call.Operation;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation of a path. Whatever two readers might read as two different paths has no operation, and so is denied: an empty segment,
 * a final slash, dots, a semicolon, an encoded slash, an encoded letter. A literal segment beats a variable one and there is no way back:
 * {@code POST /v1/invoices/upcoming} is not an update of an invoice named {@code upcoming}.
 */
final class PathTrie {

    private static final int MAX_PATH = 2048;
    private static final String ALSO_PLAIN = "-_.~!$'()*+,:@=";

    private final Node root = new Node();

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();
        final Map<String, Operation> operations = new HashMap<>();

        @Nullable
        Node variable;
    }

    PathTrie(Collection<Operation> operations) {
        for (Operation operation : operations) {
            Node node = root;
            for (String segment : operation.template().substring(1).split("/", -1)) {
                if (isVariable(segment)) {
                    Node next = node.variable == null ? new Node() : node.variable;
                    node.variable = next;
                    node = next;
                } else {
                    Node next = node.literals.get(segment);
                    if (next == null) {
                        next = new Node();
                        node.literals.put(segment, next);
                    }
                    node = next;
                }
            }
            if (node.operations.put(operation.method(), operation) != null) {
                throw new IllegalArgumentException("two operations match the paths of `" + operation + "`");
            }
        }
    }

    /** The operation of a request's undecoded path. */
    @Nullable
    Operation match(String method, String rawPath) {
        if (rawPath.length() > MAX_PATH || !rawPath.startsWith("/")) {
            return null;
        }
        Node node = root;
        int start = 1;
        while (true) {
            int slash = rawPath.indexOf('/', start);
            String segment = rawPath.substring(start, slash < 0 ? rawPath.length() : slash);
            Node next = node.literals.get(segment);
            if (next == null) {
                next = isUnambiguous(segment) ? node.variable : null;
            }
            if (next == null) {
                return null;
            }
            node = next;
            if (slash < 0) {
                return node.operations.get(method);
            }
            start = slash + 1;
        }
    }

    /** The operation of a template, whatever its variable parts are called. */
    @Nullable
    Operation written(String method, String template) {
        if (!template.startsWith("/")) {
            return null;
        }
        Node node = root;
        for (String segment : template.substring(1).split("/", -1)) {
            Node next = isVariable(segment) ? node.variable : node.literals.get(segment);
            if (next == null) {
                return null;
            }
            node = next;
        }
        return node.operations.get(method);
    }

    private static boolean isVariable(String segment) {
        return segment.length() > 2 && segment.startsWith("{") && segment.endsWith("}");
    }

    /** Whether {@code segment} reads the same decoded once, twice or not at all, as far as the shape of the path goes. */
    private static boolean isUnambiguous(String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            return false;
        }
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '%') {
                if (i + 2 >= segment.length()) {
                    return false;
                }
                int high = Character.digit(segment.charAt(i + 1), 16);
                int low = Character.digit(segment.charAt(i + 2), 16);
                if (high < 0 || low < 0 || !mayBeEncoded(high << 4 | low)) {
                    return false;
                }
                i += 2;
            } else if (!isAlphanumeric(c) && ALSO_PLAIN.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean mayBeEncoded(int octet) {
        return octet >= ' ' && octet != 0x7f && !isAlphanumeric(octet) && "-_./\\%;?#".indexOf(octet) < 0;
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
