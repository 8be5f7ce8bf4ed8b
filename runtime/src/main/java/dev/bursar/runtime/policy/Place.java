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

    /** The file's own name and the line, as refusals and records name a rule: only one policy is in force, so its folder says nothing. */
    public String brief() {
        int slash = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
        return file.substring(slash + 1) + ":" + line;
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
