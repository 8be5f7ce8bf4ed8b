// SPDX-License-Identifier: Apache-2.0
package com.acme.retry;

/** The check of what came out has failed; the charge was made all the same. */
public final class OutputRejected extends RuntimeException {

    private static final long serialVersionUID = 1;

    public OutputRejected(String message) {
        super(message);
    }
}
