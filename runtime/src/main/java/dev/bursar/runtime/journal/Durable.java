// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

/**
 * The last record that is known to be on the disk.
 *
 * @param sequence 0 if there is none
 * @param hash of that record, 64 hex digits; zeros if there is none
 */
public record Durable(long sequence, String hash) {}
