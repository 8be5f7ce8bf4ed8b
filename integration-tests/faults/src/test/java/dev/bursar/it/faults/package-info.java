// SPDX-License-Identifier: Apache-2.0
/**
 * What goes wrong on the worst day, and what must hold all the same. Each round forks JVMs with the shipped bursar.jar, breaks one thing, starts again
 * on what is left, and asks three questions; {@link dev.bursar.it.faults.Kinds} is the list of what is broken.
 */
@NullMarked
package dev.bursar.it.faults;

import org.jspecify.annotations.NullMarked;
