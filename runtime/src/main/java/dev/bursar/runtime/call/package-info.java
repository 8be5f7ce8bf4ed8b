// SPDX-License-Identifier: Apache-2.0
/**
 * The nouns that every room shares: values without behaviour of their own beyond parsing and printing.
 *
 * <p>May import: the JDK.
 */
@NullMarked
package dev.bursar.runtime.call;

import org.jspecify.annotations.NullMarked;
