// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.dump;

import java.io.Console;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What standard output is.
 *
 * @param width in characters, or {@link Table#UNLIMITED} if it is no terminal
 * @param colour whether colours are understood and wanted
 */
public record Terminal(int width, boolean colour) {

    private static final int USUAL_WIDTH = 120;

    /** Where nobody looks on. */
    public static final Terminal NONE = new Terminal(Table.UNLIMITED, false);

    public static Terminal detect(Map<String, String> environment) {
        if (!isTerminal(System.console())) {
            return NONE;
        }
        int width = USUAL_WIDTH;
        String columns = environment.getOrDefault("COLUMNS", "");
        if (columns.matches("[1-9][0-9]{1,3}")) {
            width = Integer.parseInt(columns);
        }
        String noColour = environment.getOrDefault("NO_COLOR", "");
        return new Terminal(width, noColour.isEmpty() && !"dumb".equals(environment.get("TERM")));
    }

    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            // from Java 22 on there is a console also where there is no terminal
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
