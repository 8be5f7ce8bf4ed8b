// SPDX-License-Identifier: Apache-2.0
/** Semantic Kernel with and without bursar.jar, in forked JVMs. */
@NullMarked
package dev.bursar.it.frameworks.semantickernel;

import org.jspecify.annotations.NullMarked;
