// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a call is, and what it says, each as 64 hex digits. Pure.
 *
 * <p>Only parameters count, in the order of their names: neither how a body was encoded, nor the random boundary of a multipart body, nor
 * the bytes of a file in it. A body that could not be read is told from one that could, but two such bodies are alike.
 */
public final class Fingerprints {

    private Fingerprints() {}

    /**
     * The identity of an action: two calls with the same are meant to do the same thing.
     *
     * @param path of the URL, undecoded: a capture of one charge is not a capture of another, though their templates are the same
     * @param account the connected account it acts for; {@code null} for none
     * @param same the parameters that identify an action, each with all that is nested in it; {@code null}: all but {@code reworded}
     * @param reworded parameters that models reword, each with all that is nested in it; not asked where {@code same} is given
     */
    public static String identity(
            Operation operation,
            String path,
            @Nullable String account,
            Parameters parameters,
            @Nullable List<String> same,
            Set<String> reworded) {
        SortedMap<String, List<String>> chosen = new TreeMap<>();
        parameters.values().forEach((name, values) -> {
            if (same == null ? !isIn(name, reworded) : isIn(name, same)) {
                chosen.put(name, values);
            }
        });
        return hash("bursar identity 1", operation, path, account, chosen, parameters.unreadable() != null);
    }

    /**
     * Everything a call says, for telling a retry from drift. Salted with its key, so that equal bodies of different actions cannot be
     * told from the journal.
     */
    public static String body(
            String key, Operation operation, String path, @Nullable String account, Parameters parameters) {
        return new CanonicalHash("bursar body 1")
                .text(key)
                .text(hash(
                        "bursar content 1",
                        operation,
                        path,
                        account,
                        parameters.values(),
                        parameters.unreadable() != null))
                .hex();
    }

    /**
     * What matters of a call that moves money: two with the same are told apart by nothing but words.
     *
     * @param whom it moves money for or from
     * @param amount the most it can move
     */
    public static String essence(Operation operation, @Nullable String account, String whom, Money amount) {
        return new CanonicalHash("bursar essence 1")
                .text(operation.vendor())
                .text(operation.text())
                .optional(account)
                .text(whom)
                .text(amount.toString())
                .hex();
    }

    private static String hash(
            String purpose,
            Operation operation,
            String path,
            @Nullable String account,
            SortedMap<String, List<String>> parameters,
            boolean isUnreadable) {
        CanonicalHash hash = new CanonicalHash(purpose)
                .text(operation.vendor())
                .text(operation.method())
                .text(operation.template())
                .text(path)
                .optional(account)
                .number(isUnreadable ? 1 : 0)
                .number(parameters.size());
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            hash.text(parameter.getKey()).number(parameter.getValue().size());
            parameter.getValue().forEach(hash::text);
        }
        return hash.hex();
    }

    /** Whether {@code name} is one of {@code parents} or nested in one: {@code metadata[note]} is in {@code metadata}. */
    private static boolean isIn(String name, Collection<String> parents) {
        for (String parent : parents) {
            if (name.startsWith(parent) && (name.length() == parent.length() || name.charAt(parent.length()) == '[')) {
                return true;
            }
        }
        return false;
    }
}
