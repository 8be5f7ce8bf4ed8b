// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.frameworks.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.weaver.Examination;
import dev.bursar.weaver.Examination.Finding;
import dev.bursar.weaver.Examination.State;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import dev.bursar.weaver.hook.framework.langchain4j.LangChain4jAgenticHook;
import dev.bursar.weaver.hook.framework.langchain4j.LangChain4jHook;
import dev.bursar.weaver.hook.framework.langchain4j.QuarkusLangChain4jHook;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That every place in which something is caught is there, in the class files of each version. */
class HookShapesTest {

    @ParameterizedTest
    @ValueSource(strings = {"1.0.1", "1.9.1", "1.16.1", "1.19.0"})
    void finds_every_place_in_the_framework(String version) throws IOException {
        assertThat(examine(new LangChain4jHook(), classPath(version)))
                .hasSize(9)
                .extracting(Finding::state)
                .containsOnly(State.ARMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.9.1", "1.16.1"})
    void finds_every_place_in_the_agentic_module(String version) throws IOException {
        assertThat(examine(new LangChain4jAgenticHook(), classPath(version)))
                .flatExtracting(Finding::where)
                .containsExactly("PlannerBasedInvocationHandler#executeAgentMethod", "AgentInvoker#invoke");
    }

    @Test
    void finds_every_place_in_quarkus() {
        assertThat(examine(
                        new QuarkusLangChain4jHook(), new String[] {"target/jars/quarkus-langchain4j-core-1.10.0.jar"}))
                .flatExtracting(Finding::where)
                .containsExactly(
                        "AiServiceMethodImplementationSupport#implement", "QuarkusToolExecutor#executeWithContext");
    }

    private static String[] classPath(String version) throws IOException {
        return Files.readString(Path.of("versions", version, "target", "classpath"))
                .trim()
                .split(File.pathSeparator);
    }

    private static List<Finding> examine(FrameworkHook hook, String[] classPath) {
        URL[] urls = Stream.of(classPath).map(HookShapesTest::url).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls, null)) {
            return Examination.of(List.of(hook), resource -> read(loader, resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte @Nullable [] read(URLClassLoader loader, String resource) {
        try (InputStream in = loader.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
