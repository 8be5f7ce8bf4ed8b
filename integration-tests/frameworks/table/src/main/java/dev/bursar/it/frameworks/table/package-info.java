// SPDX-License-Identifier: Apache-2.0
/** The table of how often a customer is charged, made of what the tests counted. */
@NullMarked
package dev.bursar.it.frameworks.table;

import org.jspecify.annotations.NullMarked;
