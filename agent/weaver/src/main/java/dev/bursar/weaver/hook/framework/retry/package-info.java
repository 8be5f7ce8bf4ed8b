// SPDX-License-Identifier: Apache-2.0
/**
 * What the hooks of retry libraries share: code put around a whole retried execution, and around each of its tries.
 *
 * <p>May import: the bridge and the JDK. It runs beside the library and decides nothing.
 */
@NullMarked
package dev.bursar.weaver.hook.framework.retry;

import org.jspecify.annotations.NullMarked;
