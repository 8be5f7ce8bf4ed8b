// SPDX-License-Identifier: Apache-2.0
/** Evaluators in forked JVMs, with and without Bursar. */
@NullMarked
package dev.bursar.it.frameworks.evaluation;

import org.jspecify.annotations.NullMarked;
