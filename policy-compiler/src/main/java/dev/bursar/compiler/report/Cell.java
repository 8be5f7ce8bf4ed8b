// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import org.jspecify.annotations.Nullable;

/**
 * What stands in a table.
 *
 * @param text as it is read; {@code null} for nothing
 * @param sort the number it is sorted by; {@code null} if by its text
 */
record Cell(@Nullable String text, @Nullable Long sort) {

    static Cell text(@Nullable String text) {
        return new Cell(Shown.text(text), null);
    }

    static Cell number(long number) {
        return new Cell(Shown.number(number), number);
    }

    static Cell amount(long number, String unit) {
        return new Cell(Shown.amount(number, unit), number);
    }
}
