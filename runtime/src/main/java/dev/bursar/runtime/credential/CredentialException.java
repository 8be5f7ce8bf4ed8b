// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.credential;

/** A key cannot be had. The message names the source, never the key. */
public final class CredentialException extends Exception {

    private static final long serialVersionUID = 1L;

    public CredentialException(String message) {
        super(message);
    }
}
