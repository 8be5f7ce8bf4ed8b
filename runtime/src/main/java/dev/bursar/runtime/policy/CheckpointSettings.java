// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import java.time.Duration;

/**
 * How the journal is vouched for.
 *
 * @param key where the signing key is: {@code env:NAME} or {@code file:/path}
 * @param to the second place where each checkpoint is written: {@code file:/path}, {@code stdout}, {@code syslog} or {@code syslog:PORT}
 * @param records after so many records there is a checkpoint
 * @param every after so long there is a checkpoint, if there is anything new
 * @param place where the key is named
 */
public record CheckpointSettings(String key, String to, int records, Duration every, Place place) {

    /** Whether they say the same, wherever in the file. */
    public boolean isAs(CheckpointSettings other) {
        return key.equals(other.key) && to.equals(other.to) && records == other.records && every.equals(other.every);
    }
}
