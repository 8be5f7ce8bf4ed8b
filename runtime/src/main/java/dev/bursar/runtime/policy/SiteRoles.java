// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import dev.bursar.runtime.call.Site;
import dev.bursar.runtime.call.SiteRole;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose code a method is, by one policy. The most specific match wins: a method, then an annotation on the method, a class (nested
 * classes belong to the class around them, unless bound themselves), an annotation on the class, a longer package, a shorter one. Two
 * callers that match equally are a conflict, and its calls are to be refused. Immutable.
 */
public final class SiteRoles {

    private static final int METHOD = 5;
    private static final int ANNOTATION_ON_METHOD = 4;
    private static final int CLASS = 3;
    private static final int ANNOTATION_ON_CLASS = 2;
    private static final int PACKAGE = 1;

    private final List<CallerPolicy> callers;
    private final List<Binding> rehearsals;
    private final String[] types;
    private final String[] packages;
    private final Set<String> annotations;

    private SiteRoles(Policy policy) {
        callers = List.copyOf(policy.callers().values());
        rehearsals = policy.rehearsing().when();
        Set<String> typeNames = new LinkedHashSet<>();
        Set<String> packageNames = new LinkedHashSet<>();
        Set<String> annotationNames = new LinkedHashSet<>();
        List<Binding> bindings = new ArrayList<>(rehearsals);
        for (CallerPolicy caller : callers) {
            caller.runs().forEach(run -> typeNames.add(run.method().type()));
            caller.attempts().forEach(method -> typeNames.add(method.type()));
            bindings.addAll(caller.is());
        }
        for (Binding binding : bindings) {
            if (binding instanceof Binding.OfClass one) {
                typeNames.add(one.type());
            } else if (binding instanceof Binding.OfMethod one) {
                typeNames.add(one.method().type());
            } else if (binding instanceof Binding.OfPackage one) {
                packageNames.add(one.name());
            } else if (binding instanceof Binding.OfAnnotation one) {
                annotationNames.add(one.type());
            }
        }
        types = typeNames.toArray(String[]::new);
        packages = packageNames.toArray(String[]::new);
        annotations = Set.copyOf(annotationNames);
    }

    public static SiteRoles of(Policy policy) {
        return new SiteRoles(policy);
    }

    /**
     * Whether the class may be bound by its name, so that its methods are worth asking about: never {@code false} for one that is. Makes no
     * garbage. Classes bound by an annotation alone are not seen here: see {@link #annotations()}.
     *
     * @param className the binary name, with dots
     */
    public boolean mayBind(String className) {
        for (String type : types) {
            if (isOrIsNestedIn(className, type)) {
                return true;
            }
        }
        for (String name : packages) {
            if (className.length() > name.length()
                    && className.charAt(name.length()) == '.'
                    && className.startsWith(name)) {
                return true;
            }
        }
        return false;
    }

    /** Binary names of the annotations that bind a class or a method. */
    public Set<String> annotations() {
        return annotations;
    }

    public SiteRole role(Site site) {
        List<CallerPolicy> best = new ArrayList<>(2);
        long bestScore = 0;
        for (CallerPolicy caller : callers) {
            long score = score(caller, site);
            if (score > bestScore) {
                best.clear();
                bestScore = score;
            }
            if (score > 0 && score == bestScore) {
                best.add(caller);
            }
        }
        boolean rehearsal = rehearses(site);
        if (best.size() > 1) {
            return new SiteRole(null, conflict(site, best), false, null, false, rehearsal);
        }
        if (best.isEmpty()) {
            return rehearsal ? new SiteRole(null, null, false, null, false, true) : SiteRole.NONE;
        }
        CallerPolicy caller = best.get(0);
        RunPattern run = run(caller, site);
        return new SiteRole(
                caller.name(),
                null,
                run != null,
                run == null ? null : run.id(),
                anyMatches(caller.attempts(), site),
                rehearsal);
    }

    private boolean rehearses(Site site) {
        for (Binding binding : rehearsals) {
            if (score(binding, site) > 0) {
                return true;
            }
        }
        return false;
    }

    private static String conflict(Site site, List<CallerPolicy> claimants) {
        StringBuilder names = new StringBuilder();
        for (CallerPolicy caller : claimants) {
            names.append(names.isEmpty() ? "" : " and ")
                    .append('`')
                    .append(caller.name())
                    .append('`');
        }
        return "`" + site.type() + "#" + site.method() + "` is claimed equally by " + names
                + "; bind it more closely to one of them";
    }

    /** How closely {@code caller} claims {@code site}: 0 for not at all. */
    private static long score(CallerPolicy caller, Site site) {
        if (run(caller, site) != null || anyMatches(caller.attempts(), site)) {
            return rank(METHOD, 0);
        }
        long best = 0;
        for (Binding binding : caller.is()) {
            best = Math.max(best, score(binding, site));
        }
        return best;
    }

    private static long score(Binding binding, Site site) {
        if (binding instanceof Binding.OfMethod one) {
            return one.method().matches(site.type(), site.method()) ? rank(METHOD, 0) : 0;
        }
        if (binding instanceof Binding.OfAnnotation one) {
            // One that asks for a value is closer than one that takes any.
            int closeness = one.value() == null ? 0 : 1;
            return carries(site.methodAnnotations(), one)
                    ? rank(ANNOTATION_ON_METHOD, closeness)
                    : carries(site.typeAnnotations(), one) ? rank(ANNOTATION_ON_CLASS, closeness) : 0;
        }
        if (binding instanceof Binding.OfClass one) {
            return isOrIsNestedIn(site.type(), one.type())
                    ? rank(CLASS, one.type().length())
                    : 0;
        }
        Binding.OfPackage one = (Binding.OfPackage) binding;
        String name = packageOf(site.type());
        boolean same = name.equals(one.name());
        boolean below = one.below() && name.startsWith(one.name() + ".");
        // Of one name, the package alone is closer than the package with all below it.
        return same || below ? rank(PACKAGE, 2 * one.name().length() + (one.below() ? 0 : 1)) : 0;
    }

    private static long rank(int kind, int closeness) {
        return ((long) kind << 32) + closeness;
    }

    private static boolean carries(List<String> carried, Binding.OfAnnotation wanted) {
        String value = wanted.value();
        for (String each : carried) {
            if (value == null
                    ? each.equals(wanted.type()) || each.startsWith(wanted.type() + "(")
                    : each.equals(wanted.type() + "(" + value + ")")) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable RunPattern run(CallerPolicy caller, Site site) {
        for (RunPattern run : caller.runs()) {
            if (run.method().matches(site.type(), site.method())) {
                return run;
            }
        }
        return null;
    }

    private static boolean anyMatches(List<MethodPattern> methods, Site site) {
        for (MethodPattern method : methods) {
            if (method.matches(site.type(), site.method())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOrIsNestedIn(String className, String type) {
        return className.startsWith(type)
                && (className.length() == type.length() || className.charAt(type.length()) == '$');
    }

    private static String packageOf(String className) {
        int dot = className.lastIndexOf('.');
        return dot < 0 ? "" : className.substring(0, dot);
    }
}
