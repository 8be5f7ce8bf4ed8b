// SPDX-License-Identifier: Apache-2.0
/**
 * From a policy file to a checked, immutable {@link dev.bursar.runtime.policy.Policy}, or to every problem of the file at once, each with its
 * place. Runs before an application starts, so it binds no beans and loads few classes.
 *
 * <p>May import: the runtime's nouns ({@code call}, {@code policy}) and its {@code Vendor} port, Jackson's streaming YAML parser and JSON
 * writer, the JDK.
 */
@NullMarked
package dev.bursar.compiler;

import org.jspecify.annotations.NullMarked;
