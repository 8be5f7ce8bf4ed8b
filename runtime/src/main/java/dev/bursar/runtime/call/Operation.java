// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.call;

/**
 * A method and path template of a vendor.
 *
 * @param vendor the vendor's name, such as {@code stripe}
 * @param method the HTTP method in capitals
 * @param template the path with each variable part as {@code {name}}, such as {@code /v1/charges/{charge}/capture}
 */
public record Operation(String vendor, String method, String template) {

    /** As a policy writes it: {@code POST /v1/charges}. */
    public String text() {
        return method + " " + template;
    }

    @Override
    public String toString() {
        return text();
    }
}
