// SPDX-License-Identifier: Apache-2.0
/**
 * The application's own classes that the policy binds: every method that does something for a caller says so on its way in and out.
 *
 * <p>May import: the weaver's core, the bridge, Byte Buddy and the JDK.
 */
@NullMarked
package dev.bursar.weaver.boundary;

import org.jspecify.annotations.NullMarked;
