// SPDX-License-Identifier: Apache-2.0
/**
 * What Bursar costs: start-up, one call over loopback, the decision alone, the journal and the ledger. See {@code docs/benchmarks.md}.
 *
 * <p>May import: the runtime and the compiler (for the parts alone), what they are compared with, JMH and the JDK. Calls are measured in JVMs of their own with the
 * shipped jar.
 */
@NullMarked
package dev.bursar.benchmarks;

import org.jspecify.annotations.NullMarked;
