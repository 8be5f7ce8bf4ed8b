// SPDX-License-Identifier: Apache-2.0
/**
 * The command line, one file per verb.
 *
 * <p>May import: the compiler, the runtime's nouns and its ports, picocli, Jackson's streaming core, the JDK.
 */
@NullMarked
package dev.bursar.compiler.command;

import org.jspecify.annotations.NullMarked;
