// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.app.load.Idle;
import com.acme.app.load.Prompt;
import dev.bursar.it.harness.Jvm;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenIT {

    @TempDir
    Path folder;

    @Test
    void a_hook_that_cannot_be_woven_refuses_the_calls_it_should_have_governed_and_is_named() {
        try (Lab lab = new Lab(folder);
                Lab.Session session = new Lab.Session(lab.application(Prompt.class, lab.policy())
                        .argument(Lab.GLOBAL_KEY)
                        .option("-Dbursar.test.break=stripe-java")
                        .start(folder, "app"))) {
            String answer = session.ask("charge", "cus_1", "100");
            Jvm.Done done = session.end();

            assertThat(answer).doesNotStartWith("ch_").contains("bursar");
            assertThat(done.exit()).as("%s", done).isZero();
            assertThat(done.err()).contains("stripe-java").contains("com.stripe.net.HttpClient");
            assertThat(done.out() + done.err()).doesNotContain(Lab.GLOBAL_KEY).doesNotContain(Lab.SCOPED_KEY);
            assertThat(lab.stripe.requests()).isEmpty();
            System.out.println("hook broken: " + answer + "\n" + done.err().strip());
        }
    }

    @Test
    void the_hook_of_the_client_beneath_that_cannot_be_woven_refuses_calls_too() {
        for (String hook : List.of("HttpURLConnection", "java.net.http")) {
            try (Lab lab = new Lab(folder);
                    Lab.Session session = new Lab.Session(lab.application(Prompt.class, lab.policy())
                            .argument(Lab.GLOBAL_KEY)
                            .option("-Dbursar.test.break=" + hook)
                            .start(folder, "app"))) {
                String answer = hook.equals("java.net.http")
                        ? session.ask(
                                "post",
                                lab.stripe.baseUrl() + "/v1/charges",
                                "application/x-www-form-urlencoded",
                                "text",
                                "amount=100&currency=usd&customer=cus_1")
                        : session.ask("charge", "cus_1", "100");
                Jvm.Done done = session.end();
                assertThat(answer).doesNotStartWith("ch_").doesNotStartWith("200");
                assertThat(done.exit()).as("%s", done).isZero();
                assertThat(done.err()).contains(hook);
                assertThat(lab.stripe.requests()).isEmpty();
                System.out.println(
                        hook + " broken: " + answer + "\n" + done.err().strip());
            }
        }
    }

    @Test
    void a_canary_that_does_not_sing_ends_the_process_with_one_line_and_78() {
        try (Lab lab = new Lab(folder)) {
            // reads its standard input, which stays open: only the agent can end it
            Jvm.Running running = lab.application(Prompt.class, lab.policy())
                    .option("-Dbursar.test.break=canary")
                    .start(folder, "app");
            Jvm.Done done = running.await();
            assertThat(done.exit()).as("%s", done).isEqualTo(78);
            assertThat(done.err().lines()).hasSize(1);
            assertThat(done.err()).startsWith("bursar: not started: ");
            System.out.println("canary broken: " + done.err().strip());
        }
    }

    @Test
    void a_stripe_java_of_an_unknown_shape_refuses_its_calls_and_is_named_with_its_version() throws Exception {
        Path classes = Files.createDirectory(folder.resolve("other-stripe"));
        compile(
                classes,
                source(
                        "com.stripe.Stripe",
                        "package com.stripe; public class Stripe {"
                                + " public static final String VERSION = \"99.0.0\";"
                                + " public static String apiKey = System.getProperty(\"none\"); private static String base;"
                                + " public static void overrideApiBase(String to) { base = to; }"
                                + " public static String base() { return base; } }"),
                source(
                        "com.stripe.net.HttpClient",
                        "package com.stripe.net; public class HttpClient {"
                                + " public String requestAgain(String path, int times) throws java.io.IOException {"
                                + "  var connection = (java.net.HttpURLConnection)"
                                + "      new java.net.URL(com.stripe.Stripe.base() + path).openConnection();"
                                + "  connection.setRequestProperty(\"Authorization\", \"Bearer \" + com.stripe.Stripe.apiKey);"
                                + "  return \"\" + connection.getResponseCode(); } }"),
                source(
                        "com.acme.app.Other",
                        "package com.acme.app; public class Other {"
                                + " public static void main(String[] a) throws Exception {"
                                + "  com.stripe.Stripe.overrideApiBase(a[0]); com.stripe.Stripe.apiKey = a[1];"
                                + "  try { System.out.println(\"answer=\" + new com.stripe.net.HttpClient().requestAgain(\"/v1/charges\", 1)); }"
                                + "  catch (Throwable e) { System.out.println(\"answer=\" + e); } } }"));
        try (Lab lab = new Lab(folder)) {
            Jvm.Done done = Jvm.application("com.acme.app.Other", Lab.STRIPE_JAVA)
                    .ahead(classes)
                    .agent(lab.policy())
                    .env("LAB_BILLING_KEY", Lab.SCOPED_KEY)
                    .argument(lab.stripe.baseUrl())
                    .argument(Lab.GLOBAL_KEY)
                    .run(folder, "other");
            assertThat(done.exit()).as("%s", done).isZero();
            assertThat(done.value("answer")).contains("bursar").doesNotContain("200");
            assertThat(done.err()).contains("stripe-java").contains("99.0.0").contains("com.stripe.net.HttpClient");
            assertThat(lab.stripe.requests()).isEmpty();
            System.out.println(
                    "unknown shape: " + done.value("answer") + "\n" + done.err().strip());
        }
    }

    @Test
    void a_vendor_whose_library_is_not_there_is_no_trouble() {
        try (Lab lab = new Lab(folder)) {
            Jvm.Done done = Jvm.application(Idle.class.getName(), "none")
                    .agent(lab.policy())
                    .env("LAB_BILLING_KEY", Lab.SCOPED_KEY)
                    .run(folder, "idle");
            assertThat(done.exit()).as("%s", done).isZero();
            assertThat(done.out()).isEqualTo("nothing to do\n");
            assertThat(done.err()).isEmpty();
        }
    }

    private static void compile(Path into, SimpleJavaFileObject... sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.getTask(
                                null,
                                null,
                                null,
                                List.of("-d", into.toString(), "-cp", into.toString(), "-nowarn"),
                                null,
                                List.of(sources))
                        .call())
                .isTrue();
    }

    private static SimpleJavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(
                URI.create("string:///" + name.replace('.', '/') + ".java"), SimpleJavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
