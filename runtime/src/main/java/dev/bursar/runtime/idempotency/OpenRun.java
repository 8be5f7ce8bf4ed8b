// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

import java.util.LinkedHashSet;
import java.util.Set;

/** A run as long as it is open, with the keys whose answers it still may want. Guarded by {@link LocalActions}. */
final class OpenRun {

    final Set<Known> replies = new LinkedHashSet<>();
    boolean isOpen = true;
}
