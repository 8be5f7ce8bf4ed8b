// SPDX-License-Identifier: Apache-2.0
/** Tests of how alerts leave and numbers are shown. */
@NullMarked
package dev.bursar.launcher.watching;

import org.jspecify.annotations.NullMarked;
