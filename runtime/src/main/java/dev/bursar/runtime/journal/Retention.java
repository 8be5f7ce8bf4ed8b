// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.time.Duration;

/**
 * What becomes of old directories of a journal.
 *
 * @param keep how long a directory stays after its last record
 * @param archive whether it is then moved to {@code archive} in the state directory; else it is deleted
 */
public record Retention(Duration keep, boolean archive) {}
