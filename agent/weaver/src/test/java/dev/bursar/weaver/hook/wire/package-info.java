// SPDX-License-Identifier: Apache-2.0
/** A vendor that can misbehave, and what the tests of both clients of the JDK share. */
@NullMarked
package dev.bursar.weaver.hook.wire;

import org.jspecify.annotations.NullMarked;
