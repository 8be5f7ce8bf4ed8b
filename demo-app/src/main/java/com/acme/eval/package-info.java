// SPDX-License-Identifier: Apache-2.0
/**
 * Evaluations of the agents. They run the real agents with their real tools, as evaluations do.
 */
@NullMarked
package com.acme.eval;

import org.jspecify.annotations.NullMarked;
