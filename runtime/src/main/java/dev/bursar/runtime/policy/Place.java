// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

/**
 * Where something stands in the policy file.
 *
 * @param file the file's name as given
 * @param line from 1
 * @param column from 1
 */
public record Place(String file, int line, int column) {

    /** File and line, as refusals name a rule. */
    public String brief() {
        return file + ":" + line;
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
