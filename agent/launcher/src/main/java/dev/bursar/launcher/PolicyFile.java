// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.compiler.Catalogue;
import dev.bursar.compiler.Compilation;
import dev.bursar.compiler.CredentialPresence;
import dev.bursar.compiler.Environment;
import dev.bursar.compiler.PolicyCompiler;
import dev.bursar.compiler.Problem;
import dev.bursar.runtime.policy.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the policy an application is started under: with its keys there, or not at all. */
final class PolicyFile {

    private PolicyFile() {}

    static Policy read(String argument) {
        if (argument.isBlank()) {
            throw new StartRefused("no policy is named: attach with -javaagent:bursar.jar=bursar.yaml");
        }
        Compilation compilation = compile(Path.of(argument));
        if (compilation instanceof Compilation.Failed failed) {
            throw new StartRefused(oneLine(failed.problems()));
        }
        return ((Compilation.Compiled) compilation).policy();
    }

    /** The policy with its keys there, or why not. */
    static Compilation compile(Path file) {
        Compilation compilation = PolicyCompiler.compile(file, Catalogue.of(Vendors.ALL.get(0)));
        if (compilation instanceof Compilation.Compiled compiled) {
            List<Problem> missing = new ArrayList<>(CredentialPresence.problems(compiled, Environment.OF_PROCESS));
            missing.addAll(CredentialPresence.weak(compiled, Environment.OF_PROCESS));
            return missing.isEmpty() ? compiled : new Compilation.Failed(missing);
        }
        return compilation;
    }

    static String oneLine(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    }
}
