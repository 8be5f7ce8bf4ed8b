// SPDX-License-Identifier: Apache-2.0
/**
 * The way of one call, stage by stage: the only room that walks through the others.
 *
 * <p>May import: every other room, and the bridge, which it answers.
 */
@NullMarked
package dev.bursar.runtime.gate;

import org.jspecify.annotations.NullMarked;
