// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.boundary;

import java.util.Collection;

/**
 * What the policy in force binds, as far as names go. It may say yes too often, never no: which methods are really bound is decided by
 * {@link dev.bursar.bridge.Gate#bind}. Asked for every class of the application on the loading thread, so it must be quick.
 */
public interface BindingFilter {

    /**
     * Whether the policy may bind the class, or methods of it, by name.
     *
     * @param binaryName such as {@code com.acme.Tool$Inner}
     */
    boolean mayBind(String binaryName);

    /** The binary names of the annotations that bind classes or methods, such as {@code com.acme.Agent}; empty if none do. */
    Collection<String> annotations();
}
