// SPDX-License-Identifier: Apache-2.0
/**
 * Assembles the parts: defines the bridge, installs the weaver, compiles the policy, opens the journal, and arms the door.
 *
 * <p>May import: everything; imported by nothing.
 */
@NullMarked
package dev.bursar.launcher;

import org.jspecify.annotations.NullMarked;
