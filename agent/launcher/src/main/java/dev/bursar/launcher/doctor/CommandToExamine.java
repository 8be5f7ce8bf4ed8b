// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.doctor;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the class path in a command line such as {@code java -cp lib/*:app.jar com.acme.Main}, which is not run. */
final class CommandToExamine {

    private static final Set<String> CLASS_PATH = Set.of("-cp", "-classpath", "--class-path", "-p", "--module-path");

    private CommandToExamine() {}

    /**
     * @param words a command that begins with a {@code java}, or the entries of a class path themselves
     * @return the entries of the class path; empty if the command names none
     */
    static List<Path> classPath(List<String> words) {
        List<Path> entries = new ArrayList<>();
        String first = String.valueOf(Path.of(words.get(0)).getFileName());
        if (!first.equals("java") && !first.equals("java.exe")) {
            words.forEach(word -> add(entries, word));
            return entries;
        }
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            int assigned = word.indexOf('=');
            if (word.equals("-jar") && i + 1 < words.size()) {
                add(entries, words.get(i + 1));
                return entries;
            }
            if (CLASS_PATH.contains(word) && i + 1 < words.size()) {
                add(entries, words.get(++i));
            } else if (assigned > 0 && CLASS_PATH.contains(word.substring(0, assigned))) {
                add(entries, word.substring(assigned + 1));
            } else if (!word.startsWith("-")) {
                return entries;
            }
        }
        return entries;
    }

    private static void add(List<Path> entries, String classPath) {
        Stream.of(classPath.split(File.pathSeparator))
                .filter(each -> !each.isBlank())
                .map(Path::of)
                .forEach(entries::add);
    }
}
