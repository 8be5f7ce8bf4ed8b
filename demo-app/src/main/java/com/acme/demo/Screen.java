// SPDX-License-Identifier: Apache-2.0
package com.acme.demo;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;

/** Where the demo writes. Colour and a moving line are for terminals only. */
final class Screen {
    private final PrintStream out;
    private final boolean terminal;
    private boolean inProgress;

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    static Screen ofThisProcess() {
        return new Screen(System.out, isTerminal() && System.getenv("NO_COLOR") == null);
    }

    /** From JDK 22 on there is a console even where there is no terminal; it must be asked. */
    @SuppressWarnings("SystemConsoleNull") // null before JDK 22, asked from then on
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException beforeJdk22) {
            return true;
        }
    }

    boolean colour() {
        return terminal;
    }

    void line(String text) {
        out.println(text);
    }

    void title(String text) {
        out.println();
        out.println(text);
    }

    void indented(List<String> lines) {
        lines.forEach(each -> out.println("  " + each));
    }

    /** Says that something takes its time: rewritten every second on a terminal, else said once. */
    void progress(String doing, long seconds) {
        if (seconds < 2 || (!terminal && inProgress)) {
            return;
        }
        inProgress = true;
        if (terminal) {
            out.print("\r  " + doing + " ... " + seconds + " s");
            out.flush();
        } else {
            out.println("  " + doing + " ...");
        }
    }

    void endProgress() {
        if (inProgress && terminal) {
            out.print("\r\u001b[K");
        }
        inProgress = false;
    }
}
