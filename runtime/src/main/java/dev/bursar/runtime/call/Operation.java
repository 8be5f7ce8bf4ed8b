// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.call;

import org.jspecify.annotations.Nullable;

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

    // By hand: linking a record's own at run time costs start-up, and these are the first records to be hashed.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Operation operation
                && template.equals(operation.template)
                && method.equals(operation.method)
                && vendor.equals(operation.vendor);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * template.hashCode() + method.hashCode()) + vendor.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
