// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import java.time.Duration;

/**
 * How long old directories of the journal stay.
 *
 * @param keep a directory is old once its last record is older than this
 * @param then what becomes of an old one
 */
public record RetainSettings(Duration keep, Then then) {

    /** What becomes of an old directory. */
    public enum Then {
        /** It is moved to {@code archive} in the state directory. */
        ARCHIVE,
        DELETE
    }
}
