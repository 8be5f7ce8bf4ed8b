// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.bursar.bridge.Answer;
import dev.bursar.runtime.credential.Secret;
import dev.bursar.runtime.credential.SecretSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows of the house. A wrong import fails the build here. */
class ArchitectureTest {

    private static final String RUNTIME = "dev.bursar.runtime.";

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/dev/bursar/it/"))
            .importPackages("dev.bursar");

    @Test
    void all_of_bursar_is_looked_at() {
        assertThat(packages())
                .extracting(JavaPackage::getName)
                .contains(
                        "dev.bursar",
                        "dev.bursar.api",
                        "dev.bursar.bridge",
                        "dev.bursar.weaver",
                        "dev.bursar.weaver.hook",
                        "dev.bursar.launcher",
                        "dev.bursar.compiler",
                        "dev.bursar.compiler.command")
                .filteredOn(name -> name.startsWith(RUNTIME))
                .as("a new room needs a line here and in the rules below")
                .containsExactlyInAnyOrder(
                        RUNTIME + "call",
                        RUNTIME + "credential",
                        RUNTIME + "gate",
                        RUNTIME + "idempotency",
                        RUNTIME + "identity",
                        RUNTIME + "journal",
                        RUNTIME + "journal.checkpoint",
                        RUNTIME + "ledger",
                        RUNTIME + "policy",
                        RUNTIME + "redis",
                        RUNTIME + "rehearsal",
                        RUNTIME + "vendor",
                        RUNTIME + "watching");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "credential",
                "idempotency",
                "identity",
                "journal",
                "ledger",
                "policy",
                "rehearsal",
                "vendor",
                "watching"
            })
    void a_room_of_the_runtime_knows_the_shared_nouns_and_no_other_room(String room) {
        DescribedPredicate<JavaClass> known = resideInAnyPackage(RUNTIME + room + "..", RUNTIME + "call");
        if (room.equals("vendor") || room.equals("rehearsal")) {
            known = known.or(type(Answer.class));
        }
        if (room.equals("ledger") || room.equals("idempotency")) {
            known = known.or(resideInAPackage(RUNTIME + "redis"));
        }
        check(classesOf(RUNTIME + room + "..").should().onlyDependOnClassesThat(known.or(foreign())));
    }

    @Test
    void the_way_to_redis_knows_no_room_and_nobody_else_knows_its_client() {
        check(classesOf(RUNTIME + "redis")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(RUNTIME + "redis", "java..", "org.jspecify..", "redis.clients..")));
        check(noClasses()
                .that()
                .resideInAPackage("dev.bursar..")
                .and()
                .resideOutsideOfPackage(RUNTIME + "redis")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("redis.clients.."));
    }

    @Test
    void the_shared_nouns_know_nothing_but_the_jdk() {
        check(classesOf(RUNTIME + "call")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(RUNTIME + "call", "java..", "org.jspecify..")));
    }

    @Test
    void the_runtime_knows_neither_the_compiler_nor_what_touches_the_host() {
        check(classesOf(RUNTIME + ".")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(RUNTIME + ".", "dev.bursar.bridge").or(foreign())));
        check(noClassesOf(RUNTIME + ".")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "net.bytebuddy..",
                        "org.yaml..",
                        "com.fasterxml.jackson.dataformat..",
                        "java.net.http..",
                        "com.stripe.."));
    }

    @Test
    void the_bridge_knows_the_jdk_alone() {
        check(classesOf("dev.bursar.bridge..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.bursar.bridge..", "java..", "org.jspecify.."));
    }

    /** It is on the application's class path, where nothing of Bursar's is. */
    @Test
    void the_api_knows_the_jdk_alone_and_nobody_knows_it() {
        check(classesOf("dev.bursar.api..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.bursar.api..", "java..", "org.jspecify.."));
        check(noClasses()
                .that()
                .resideInAPackage("dev.bursar..")
                .and()
                .resideOutsideOfPackage("dev.bursar.api..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.bursar.api.."));
    }

    @Test
    void the_weaver_knows_the_bridge_alone() {
        check(classesOf("dev.bursar.weaver..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("dev.bursar.weaver..", "dev.bursar.bridge..")
                        .or(foreign())));
    }

    /** It says whether a secret is where the policy says it is, and opens none. */
    @Test
    void the_compiler_knows_the_runtime_but_not_its_gate_nor_keys() {
        check(classesOf("dev.bursar.compiler..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "dev.bursar.compiler..",
                                RUNTIME + "call",
                                RUNTIME + "policy",
                                RUNTIME + "vendor",
                                RUNTIME + "journal..")
                        .or(assignableTo(SecretSource.class))
                        .or(foreign())));
    }

    @Test
    void nobody_knows_the_launcher() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.bursar..")
                .and()
                .resideOutsideOfPackage("dev.bursar.launcher..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.bursar.launcher.."));
    }

    /** What the application's class path shows is at the root: it may lean on nothing that is not there. */
    @Test
    void the_root_knows_the_jdk_alone() {
        check(classesOf("dev.bursar").should().onlyDependOnClassesThat().resideInAnyPackage("dev.bursar", "java.."));
    }

    @Test
    void a_decision_reads_no_clock_no_random_source_and_no_file() {
        check(noClassesOf(RUNTIME + "policy..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.io..",
                                "java.nio..",
                                "java.net..",
                                "java.util.random..",
                                "java.security..",
                                "java.lang.management..")
                        .and(not(type(Path.class)))
                        .and(not(describe("exceptions", each -> each.isAssignableTo(Throwable.class))))
                        .or(describe("sources of chance", each -> each.isAssignableTo(RandomGenerator.class)))
                        .or(describe(
                                "clocks",
                                each -> each.isAssignableTo(java.time.InstantSource.class)
                                        || each.isEquivalentTo(java.util.Date.class)))));
        check(noClassesOf(RUNTIME + "policy..")
                .should()
                .callMethodWhere(describe("asks the machine", ArchitectureTest::asksTheMachine)));
    }

    private static boolean asksTheMachine(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        String name = call.getName();
        return owner.isEquivalentTo(System.class) && !name.equals("arraycopy") && !name.equals("identityHashCode")
                || owner.getPackageName().startsWith("java.time") && name.equals("now")
                || owner.isEquivalentTo(Math.class) && name.equals("random")
                || owner.isEquivalentTo(java.util.UUID.class) && name.equals("randomUUID")
                || owner.isAssignableTo(Path.class)
                        && Set.of("toFile", "toRealPath").contains(name)
                || owner.isEquivalentTo(java.time.ZoneId.class) && name.equals("systemDefault");
    }

    @Test
    void a_key_is_opened_in_one_place_alone() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.bursar..")
                .and()
                .doNotHaveFullyQualifiedName(RUNTIME + "gate.RealKey")
                .should()
                .callMethodWhere(describe(
                        "opens a key",
                        call -> call.getTargetOwner().isEquivalentTo(Secret.class)
                                && call.getName().equals("open"))));
        assertThat(ALL.get(RUNTIME + "gate.RealKey").getMethodCallsFromSelf())
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Secret.class));
    }

    @Test
    void nothing_inherits_a_scope_by_being_started() {
        check(noClassesOf("dev.bursar..").should().dependOnClassesThat(type(InheritableThreadLocal.class)));
    }

    /** At the root the annotation would have to be on the application's class path. */
    @Test
    void every_package_says_that_it_means_what_it_says_of_null() {
        assertThat(packages())
                .filteredOn(each -> !each.isAnnotatedWith(NullMarked.class))
                .extracting(JavaPackage::getName)
                .containsExactly("dev.bursar");
    }

    private static List<JavaPackage> packages() {
        List<JavaPackage> packages = new ArrayList<>();
        for (JavaPackage each : ALL.getPackage("dev.bursar").getSubpackagesInTree()) {
            if (!each.getClasses().isEmpty()) {
                packages.add(each);
            }
        }
        packages.add(ALL.getPackage("dev.bursar"));
        return packages;
    }

    /** Whatever is not of this project; which of it a module may use is for its pom to say. */
    private static DescribedPredicate<JavaClass> foreign() {
        return not(resideInAPackage("dev.bursar.."));
    }

    private static com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction classesOf(String packages) {
        return classes().that().resideInAPackage(packages);
    }

    private static com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction noClassesOf(String packages) {
        return noClasses().that().resideInAPackage(packages);
    }

    private static void check(ArchRule rule) {
        rule.check(ALL);
    }
}
