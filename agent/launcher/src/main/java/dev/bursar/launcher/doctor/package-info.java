// SPDX-License-Identifier: Apache-2.0
/**
 * The verb {@code doctor}: what of a class path would be caught, told without running it.
 *
 * <p>May import: the weaver's hooks and its examination, picocli, Jackson and the JDK.
 */
@NullMarked
package dev.bursar.launcher.doctor;

import org.jspecify.annotations.NullMarked;
