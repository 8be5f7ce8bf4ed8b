// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.credential;

/** The right to open a {@link Secret}: to be passed only where a request's headers are about to be written. */
public enum WireAccess {
    AT_THE_WIRE
}
