// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import dev.bursar.runtime.call.Operation;
import java.util.Map;
import java.util.Set;

/**
 * One line of a caller's {@code allow}.
 *
 * @param text the line as written: {@code POST /v1/charges} or {@code charges:write}
 * @param place where it stands
 * @param operations what it allows
 * @param conditions on parameters, by name, in the order of the file; all must hold
 */
public record Rule(String text, Place place, Set<Operation> operations, Map<String, Condition> conditions) {}
