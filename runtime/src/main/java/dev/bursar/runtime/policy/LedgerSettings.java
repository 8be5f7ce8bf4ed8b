// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

/** Where money is counted. */
public sealed interface LedgerSettings {

    /** In this process alone, rebuilt from its journal. */
    record Local() implements LedgerSettings {}
}
