// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import java.time.Duration;

/**
 * How the journal is vouched for.
 *
 * @param key where the signing key is: {@code env:NAME} or {@code file:/path}
 * @param to the second place where each checkpoint is written: {@code file:/path}, {@code stdout} or {@code syslog}
 * @param records after so many records there is a checkpoint
 * @param every after so long there is a checkpoint, if there is anything new
 */
public record CheckpointSettings(String key, String to, int records, Duration every) {}
