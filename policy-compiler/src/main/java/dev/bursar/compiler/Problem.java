// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.Place;

/**
 * Something wrong in a policy file.
 *
 * @param place where it stands; line 1, column 1 for what concerns the file as a whole
 * @param message what was found and what would be right; never a key
 */
public record Problem(Place place, String message) {

    @Override
    public String toString() {
        return place + ": " + message;
    }
}
