// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.call;

/**
 * What a policy has a rehearsal answer to one operation, in place of what it would make up.
 *
 * @param status 200, or that of an error: 400 to 599
 * @param body a JSON object. With status 200 its fields are laid over the made answer; with an error's it is the answer
 */
public record Fixture(int status, String body) {}
