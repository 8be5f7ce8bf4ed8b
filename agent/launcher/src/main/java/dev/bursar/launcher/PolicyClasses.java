// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.policy.SiteRoles;
import dev.bursar.weaver.boundary.BindingFilter;
import java.util.Collection;

/** Which of the application's classes the policy in force names. */
final class PolicyClasses implements BindingFilter {

    private volatile SiteRoles roles;

    PolicyClasses(Policy policy) {
        roles = SiteRoles.of(policy);
    }

    void use(Policy policy) {
        roles = SiteRoles.of(policy);
    }

    @Override
    public boolean mayBind(String binaryName) {
        return roles.mayBind(binaryName);
    }

    @Override
    public Collection<String> annotations() {
        return roles.annotations();
    }
}
