// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.frameworks.threads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.weaver.Examination;
import dev.bursar.weaver.Examination.Finding;
import dev.bursar.weaver.Examination.State;
import dev.bursar.weaver.hop.SpringTaskHook;
import dev.bursar.weaver.hop.coroutines.CoroutinesHook;
import dev.bursar.weaver.hop.reactor.ReactorHook;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That every place in which a scope is carried is there, in the class files of each version. */
class HookShapesTest {

    @ParameterizedTest
    @ValueSource(strings = {"newest", "older"})
    void finds_every_place(String version) throws IOException {
        String[] paths = Files.readString(Path.of("versions", version, "target", "classpath"))
                .trim()
                .split(File.pathSeparator, -1);
        URL[] urls = new URL[paths.length];
        for (int i = 0; i < paths.length; i++) {
            urls[i] = Path.of(paths[i]).toUri().toURL();
        }
        try (URLClassLoader loader = new URLClassLoader(urls, null)) {
            List<Finding> findings = Examination.of(
                    List.of(new ReactorHook(), new CoroutinesHook(), new SpringTaskHook()),
                    resource -> read(loader, resource));
            assertThat(findings).extracting(Finding::state).containsOnly(State.ARMED);
            assertThat(findings)
                    .flatExtracting(Finding::where)
                    .contains(
                            "Operators#onLastAssembly",
                            "InternalFluxOperator#source",
                            "InternalMonoOperator#source",
                            "SinkOneMulticast#subscribe",
                            "MonoCacheTime#subscribeOrReturn",
                            "Schedulers#onSchedule",
                            "FluxRetry#subscribeOrReturn",
                            "MonoRetry#subscribeOrReturn",
                            "FluxRetryWhen#subscribe",
                            "SimpleAsyncTaskExecutor#doExecute");
        }
    }

    private static byte @Nullable [] read(ClassLoader loader, String resource) {
        try (InputStream in = loader.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
