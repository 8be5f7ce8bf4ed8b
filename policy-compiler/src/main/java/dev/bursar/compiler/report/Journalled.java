// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import java.util.List;

/**
 * The journal that a report was made from, read to its end.
 *
 * @param sequence of its last record; 0 if it is empty
 * @param hash of its last record, by which the page can be compared with what {@code verify} says
 * @param remarks what was noticed and is no damage
 */
public record Journalled(long sequence, String hash, List<String> remarks) {

    public Journalled {
        remarks = List.copyOf(remarks);
    }
}
