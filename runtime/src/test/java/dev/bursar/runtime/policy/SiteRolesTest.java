// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import static dev.bursar.runtime.policy.Policies.caller;
import static dev.bursar.runtime.policy.Policies.method;
import static dev.bursar.runtime.policy.Policies.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Site;
import dev.bursar.runtime.call.SiteRole;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteRolesTest {

    private static Site site(String type, String method) {
        return new Site(type, List.of(), method, "()V", List.of());
    }

    private static Site annotated(List<String> onType, List<String> onMethod) {
        return new Site("com.acme.a.Foo", onType, "bar", "()V", onMethod);
    }

    private static SiteRole role(Site site, Policies.Caller... callers) {
        CallerPolicy[] done = new CallerPolicy[callers.length];
        for (int i = 0; i < callers.length; i++) {
            done[i] = callers[i].done();
        }
        return SiteRoles.of(policy(done)).role(site);
    }

    @Test
    void binds_a_class_and_what_is_nested_in_it_and_no_other() {
        Policies.Caller billing = caller("billing").type("com.acme.Foo");

        assertThat(role(site("com.acme.Foo", "bar"), billing).caller()).isEqualTo("billing");
        assertThat(role(site("com.acme.Foo$Inner$1", "bar"), billing).caller()).isEqualTo("billing");
        assertThat(role(site("com.acme.Food", "bar"), billing)).isEqualTo(SiteRole.NONE);
        assertThat(role(site("com.acme.Fo", "bar"), billing)).isEqualTo(SiteRole.NONE);
    }

    @Test
    void binds_a_package_alone_or_with_all_below_it() {
        Policies.Caller below = caller("below").pack("com.acme", true);
        Policies.Caller alone = caller("alone").pack("com.acme", false);

        assertThat(role(site("com.acme.Foo", "bar"), below).caller()).isEqualTo("below");
        assertThat(role(site("com.acme.x.y.Foo", "bar"), below).caller()).isEqualTo("below");
        assertThat(role(site("com.acmex.Foo", "bar"), below)).isEqualTo(SiteRole.NONE);
        assertThat(role(site("com.Foo", "bar"), below)).isEqualTo(SiteRole.NONE);
        assertThat(role(site("Foo", "bar"), below)).isEqualTo(SiteRole.NONE);
        assertThat(role(site("com.acme.Foo", "bar"), alone).caller()).isEqualTo("alone");
        assertThat(role(site("com.acme.x.Foo", "bar"), alone)).isEqualTo(SiteRole.NONE);
        assertThat(role(site("com.acme.Foo", "bar"), below, alone).caller()).isEqualTo("alone");
    }

    @Test
    void prefers_method_then_annotated_method_then_class_then_annotated_class_then_longer_package() {
        List<Policies.Caller> byCloseness = List.of(
                caller("method").onMethod("com.acme.a.Foo#bar"),
                caller("annotatedMethod").annotation("com.acme.OnMethod", null),
                caller("type").type("com.acme.a.Foo"),
                caller("annotatedType").annotation("com.acme.OnType", null),
                caller("longer").pack("com.acme.a", true),
                caller("shorter").pack("com", true));
        Site site = annotated(List.of("com.acme.OnType"), List.of("com.acme.OnMethod"));

        for (int i = 0; i < byCloseness.size(); i++) {
            List<Policies.Caller> rest = byCloseness.subList(i, byCloseness.size());
            String expected = rest.get(0).done().name();
            assertThat(role(site, rest.toArray(Policies.Caller[]::new)).caller())
                    .isEqualTo(expected);
            Policies.Caller[] reversed = new Policies.Caller[rest.size()];
            for (int j = 0; j < reversed.length; j++) {
                reversed[j] = rest.get(reversed.length - 1 - j);
            }
            assertThat(role(site, reversed).caller()).isEqualTo(expected);
        }
    }

    @Test
    void prefers_a_nested_class_bound_itself_over_the_class_around_it() {
        Policies.Caller outer = caller("outer").type("com.acme.Foo");
        Policies.Caller inner = caller("inner").type("com.acme.Foo$Inner");

        assertThat(role(site("com.acme.Foo$Inner", "bar"), outer, inner).caller())
                .isEqualTo("inner");
        assertThat(role(site("com.acme.Foo$Other", "bar"), outer, inner).caller())
                .isEqualTo("outer");
    }

    @Test
    void takes_an_annotation_with_its_value_or_with_any() {
        Policies.Caller billing = caller("billing").annotation("com.acme.Agent", "billing");
        Policies.Caller any = caller("any").annotation("com.acme.Agent", null);

        assertThat(role(annotated(List.of("com.acme.Agent(billing)"), List.of()), billing, any)
                        .caller())
                .isEqualTo("billing");
        assertThat(role(annotated(List.of("com.acme.Agent(refunds)"), List.of()), billing, any)
                        .caller())
                .isEqualTo("any");
        assertThat(role(annotated(List.of("com.acme.Agent"), List.of()), billing))
                .isEqualTo(SiteRole.NONE);
        assertThat(role(annotated(List.of("com.acme.Agents(billing)"), List.of()), billing, any))
                .isEqualTo(SiteRole.NONE);
    }

    @Test
    void finds_a_conflict_where_two_callers_match_equally() {
        SiteRole role = role(
                annotated(List.of("com.acme.A", "com.acme.B"), List.of()),
                caller("first").annotation("com.acme.A", null),
                caller("second").annotation("com.acme.B", null),
                caller("third").pack("com", true));

        assertThat(role.caller()).isNull();
        assertThat(role.conflict())
                .isEqualTo(
                        "`com.acme.a.Foo#bar` is claimed equally by `first` and `second`; bind it more closely to one"
                                + " of them");
        assertThat(role.isBound()).isTrue();
    }

    @Test
    void gives_runs_and_attempts_to_the_caller_that_names_them() {
        Policies.Caller billing = caller("billing")
                .run("com.acme.Foo#forward", null)
                .run("com.acme.Worker#process", "arg0")
                .attempt("com.acme.Foo#step");
        Policies.Caller other = caller("other").type("com.acme.Foo");

        assertThat(role(site("com.acme.Foo", "forward"), billing, other))
                .isEqualTo(new SiteRole("billing", null, true, null, false, false));
        assertThat(role(site("com.acme.Worker", "process"), billing, other))
                .isEqualTo(new SiteRole("billing", null, true, "arg0", false, false));
        assertThat(role(site("com.acme.Foo", "step"), billing, other))
                .isEqualTo(new SiteRole("billing", null, false, null, true, false));
        assertThat(role(site("com.acme.Foo", "else"), billing, other))
                .isEqualTo(new SiteRole("other", null, false, null, false, false));
    }

    @Test
    void marks_a_rehearsal_whoever_the_caller_is() {
        SiteRoles roles = SiteRoles.of(policy(
                List.of(new Binding.OfMethod(method("com.acme.eval.Optimizer#compile"))),
                caller("evaluation").pack("com.acme.eval", true).done()));

        assertThat(roles.role(site("com.acme.eval.Optimizer", "compile")))
                .isEqualTo(new SiteRole("evaluation", null, false, null, false, true));
        assertThat(SiteRoles.of(policy(List.of(new Binding.OfMethod(method("com.acme.eval.Optimizer#compile")))))
                        .role(site("com.acme.eval.Optimizer", "compile")))
                .isEqualTo(new SiteRole(null, null, false, null, false, true));
    }

    @Test
    void never_says_no_to_a_class_that_is_bound_by_name() {
        SiteRoles roles = SiteRoles.of(policy(
                List.of(new Binding.OfMethod(method("com.acme.Rehearsed#compile"))),
                caller("billing")
                        .type("com.acme.Foo")
                        .pack("com.acme.tools", true)
                        .run("com.acme.Runner#run", null)
                        .attempt("com.acme.Trier#step")
                        .onMethod("com.acme.Named#bar")
                        .annotation("com.acme.Agent", "x")
                        .done()));

        for (String bound : List.of(
                "com.acme.Foo",
                "com.acme.Foo$Bar",
                "com.acme.tools.Hammer",
                "com.acme.tools.a.b.Nail$1",
                "com.acme.Runner",
                "com.acme.Trier",
                "com.acme.Named",
                "com.acme.Rehearsed")) {
            assertThat(roles.mayBind(bound)).as(bound).isTrue();
        }
        for (String free : List.of("com.acme.Food", "com.acme.toolsX.Foo", "com.acme.tools", "java.lang.String", "")) {
            assertThat(roles.mayBind(free)).as(free).isFalse();
        }
        assertThat(roles.annotations()).containsExactly("com.acme.Agent");
    }
}
