// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where alerts go besides the journal.
 *
 * @param webhook where the address is that gets each as JSON: {@code env:NAME} or {@code file:/path}, as addresses carry secrets;
 *     {@code null} for none
 * @param command a program and its arguments that gets each as JSON on its standard input; empty for none
 */
public record AlertSettings(@Nullable String webhook, List<String> command) {}
