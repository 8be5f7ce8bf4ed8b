// SPDX-License-Identifier: Apache-2.0
/**
 * Makes one page of a journal: sums it up record by record, in memory that does not grow with the number of records, and fills a template.
 *
 * <p>May import: the {@code journal} room of the runtime, {@code call}, {@code policy}, Jackson and the JDK.
 */
@NullMarked
package dev.bursar.compiler.report;

import org.jspecify.annotations.NullMarked;
