// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import dev.bursar.runtime.call.Site;
import dev.bursar.runtime.call.SiteRole;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A site with the role that the policy gives it, prepared for entering. */
final class Boundary {

    /** How a run gets its id: {@link #value} or the reason why there is none. */
    record Identification(@Nullable String value, @Nullable String conflict) {}

    private final SiteRole role;
    private final String method;
    private final List<String> alone;

    Boundary(Site site, SiteRole role) {
        this.role = role;
        this.method = site.type() + "#" + site.method() + site.descriptor();
        this.alone = role.caller() == null ? List.of() : List.of(role.caller());
    }

    SiteRole role() {
        return role;
    }

    /** The method with its class and descriptor: tells the entries of one attempt apart. */
    String method() {
        return method;
    }

    /** The list of callers where there is no other on the stack. */
    List<String> alone() {
        return alone;
    }

    /**
     * The stable id of the run being opened.
     *
     * @return {@code null} if the policy names none, so that it is random
     */
    @Nullable
    Identification identify(@Nullable Object[] arguments, Function<String, @Nullable String> mdc) {
        String source = role.runId();
        String caller = role.caller();
        if (source == null || caller == null) {
            return null;
        }
        String value;
        try {
            value = source.startsWith("mdc:")
                    ? RunIds.text(mdc.apply(source.substring(4)))
                    : RunIds.text(argument(source, arguments));
        } catch (RuntimeException e) {
            value = null;
        }
        if (value == null) {
            return new Identification(
                    null,
                    "the run's id comes from `" + source + "` of " + method
                            + ", which is missing, blank, or not a text, a number, a UUID or an enum constant");
        }
        return new Identification(RunIds.stable(caller, value), null);
    }

    private static @Nullable Object argument(String source, @Nullable Object[] arguments) {
        int index = Integer.parseInt(source.substring("arg".length()));
        return index < arguments.length ? arguments[index] : null;
    }
}
