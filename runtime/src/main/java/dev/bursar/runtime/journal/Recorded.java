// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

/**
 * An entry in its place.
 *
 * @param sequence from 1, without gaps, over the whole life of the state directory
 * @param previous hash of the record before, 64 hex digits; of the first, zeros
 * @param hash of this record: over its canonical bytes, which include {@code previous}
 */
public record Recorded(long sequence, String previous, String hash, Entry entry) {}
