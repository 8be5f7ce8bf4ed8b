// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where alerts go besides the journal.
 *
 * @param webhook where the address is that gets each as JSON: {@code env:NAME} or {@code file:/path}, as addresses carry secrets;
 *     {@code null} for none
 * @param command a program and its arguments that gets each as JSON on its standard input; empty for none
 * @param place where {@code webhook} stands
 */
public record AlertSettings(@Nullable String webhook, List<String> command, Place place) {

    /** Whether the same is told in the same way, wherever in a file it is written. */
    public boolean isSameAs(@Nullable AlertSettings other) {
        return other != null && Objects.equals(webhook, other.webhook) && command.equals(other.command);
    }
}
