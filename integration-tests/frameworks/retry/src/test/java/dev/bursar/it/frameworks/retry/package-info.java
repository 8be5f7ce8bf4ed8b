// SPDX-License-Identifier: Apache-2.0
/**
 * What retry libraries do again, without the agent and with it.
 *
 * <p>May import: the test harness, the demo's simulator and the JDK.
 */
@NullMarked
package dev.bursar.it.frameworks.retry;

import org.jspecify.annotations.NullMarked;
