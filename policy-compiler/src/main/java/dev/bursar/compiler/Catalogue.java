// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.vendor.Vendor;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a vendor offers, as far as a policy can name it. */
public interface Catalogue {

    /** The vendor's name, as the policy's {@code vendors} has it. */
    String vendor();

    /** Every operation there is. */
    Set<Operation> operations();

    /**
     * The operation that a policy writes, whatever it calls the variable parts: {@code /v1/charges/{id}} is {@code /v1/charges/{charge}}.
     *
     * @return {@code null} if there is none
     */
    @Nullable
    Operation written(String method, String template);

    /**
     * The operation that a concrete path calls.
     *
     * @return {@code null} if there is none
     */
    @Nullable
    Operation operation(String method, String path);

    /** What a permission word such as {@code charges:write} covers; {@code null} if there is no such word. */
    @Nullable
    Set<Operation> permission(String word);

    /** Every permission word. */
    List<String> permissions();

    static Catalogue of(Vendor vendor) {
        return new Catalogue() {
            @Override
            public String vendor() {
                return vendor.name();
            }

            @Override
            public Set<Operation> operations() {
                return vendor.operations();
            }

            @Override
            public @Nullable Operation written(String method, String template) {
                return vendor.written(method, template);
            }

            @Override
            public @Nullable Operation operation(String method, String path) {
                return vendor.operation(method, path);
            }

            @Override
            public @Nullable Set<Operation> permission(String word) {
                return vendor.permission(word);
            }

            @Override
            public List<String> permissions() {
                return vendor.permissions();
            }
        };
    }
}
