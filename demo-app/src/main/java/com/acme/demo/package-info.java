// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the application twice, bare and under an agent, and compares what the simulator saw. Knows the agent by the path
 * of its jar and by its command line only.
 */
@NullMarked
package com.acme.demo;

import org.jspecify.annotations.NullMarked;
