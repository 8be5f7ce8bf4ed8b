// SPDX-License-Identifier: Apache-2.0
/** Google ADK with and without bursar.jar, in forked JVMs. */
@NullMarked
package dev.bursar.it.frameworks.adk;

import org.jspecify.annotations.NullMarked;
