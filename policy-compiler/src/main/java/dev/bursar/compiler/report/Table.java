// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import java.util.List;

/**
 * A table of the page.
 *
 * @param id unique on the page
 * @param lead one sentence that says what it tells
 * @param empty what is said in its place if there are no rows
 * @param note what has been left out; empty if nothing
 */
record Table(
        String id, String title, String lead, String empty, String note, List<Column> columns, List<List<Cell>> rows) {}
