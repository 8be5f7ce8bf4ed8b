// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

/** Is told whenever entries were made durable, on the journal's own thread: must neither wait nor throw. */
@FunctionalInterface
public interface ForceListener {

    ForceListener NONE = (entries, nanos) -> {};

    /**
     * @param entries how many were appended since the last time
     * @param nanos what the disk took
     */
    void forced(int entries, long nanos);
}
