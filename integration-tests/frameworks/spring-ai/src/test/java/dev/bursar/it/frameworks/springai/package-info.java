// SPDX-License-Identifier: Apache-2.0
/** Runs them on every supported version, with the agent and without. */
@NullMarked
package dev.bursar.it.frameworks.springai;

import org.jspecify.annotations.NullMarked;
