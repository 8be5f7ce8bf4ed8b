// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

/**
 * Where a key is.
 *
 * @param source {@code env:NAME} or {@code file:/path}
 * @param place where the policy says so
 */
public record KeySource(String source, Place place) {}
