// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.identity;

import dev.bursar.runtime.call.Site;
import dev.bursar.runtime.call.SiteRole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A site with the role that the policy gives it, prepared for entering. */
final class Boundary {

    /** How a run gets its id: {@link #value} or the reason why there is none. */
    record Identification(@Nullable String value, @Nullable String conflict) {}

    static final @Nullable Object[] NO_ARGUMENTS = {};

    private static final int LONGEST_CALLER = 63;

    private final SiteRole role;
    private final String method;
    private final List<String> alone;
    private final boolean said;

    Boundary(Site site, SiteRole role) {
        this(site.type() + "#" + site.method() + site.descriptor(), role, false);
    }

    private Boundary(String method, SiteRole role, boolean said) {
        this.role = role;
        this.method = method;
        this.alone = role.caller() == null ? List.of() : List.of(role.caller());
        this.said = said;
    }

    /**
     * What the application itself says, through the API. Whether the policy knows the caller is asked when a vendor is called.
     *
     * @param id given again as the only argument on entering; {@code null} for none
     */
    static Boundary said(String caller, boolean run, @Nullable String id) {
        if (!isCaller(caller)) {
            String conflict =
                    "the application acts under a name that no caller can have: a caller's name is a letter, then up to "
                            + (LONGEST_CALLER - 1) + " letters, digits, `-` and `_`";
            return new Boundary("Bursar.as", new SiteRole(null, conflict, false, null, false, false), true);
        }
        String source = id == null ? null : "arg0";
        return new Boundary("Bursar.as", new SiteRole(caller, null, run, source, false, false), true);
    }

    private static boolean isCaller(String name) {
        if (name.isEmpty() || name.length() > LONGEST_CALLER || !isLetter(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** Whether a run without an id of its own, entered inside an open run of the same caller, is that run's next attempt and not a part of it. */
    boolean isAgain() {
        return !said;
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
    Identification identify(@Nullable Object[] arguments, LogContext log) {
        String source = role.runId();
        String caller = role.caller();
        if (source == null || caller == null) {
            return null;
        }
        String value;
        try {
            value = source.startsWith("mdc:")
                    ? RunIds.text(log.get(source.substring(4)))
                    : RunIds.text(argument(source, arguments));
        } catch (RuntimeException e) {
            value = null;
        }
        if (value == null) {
            return new Identification(
                    null,
                    said
                            ? "the application opens a run whose id is blank, which identifies nothing"
                            : "the run's id comes from `" + source + "` of " + method
                                    + ", which is missing, blank, or not a text, a number, a UUID or an enum constant");
        }
        return new Identification(RunIds.stable(caller, value), null);
    }

    private static @Nullable Object argument(String source, @Nullable Object[] arguments) {
        int index = Integer.parseInt(source.substring("arg".length()));
        return index < arguments.length ? arguments[index] : null;
    }
}
