// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.PrintStream;
import java.nio.file.Path;

/** Another process: writes entries from several threads and says which are acknowledged, until it is killed or cannot go on. */
final class WriterMain {

    private WriterMain() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        int first = Integer.parseInt(arguments[1]);
        Journal journal;
        try {
            journal = ChronicleJournal.open(Path.of(arguments[0]), recorded -> {});
        } catch (JournalUnavailableException e) {
            out.println("refused " + e.getMessage());
            return;
        }
        out.println("open");
        for (int t = 0; t < 4; t++) {
            int from = first + t * 1_000_000;
            new Thread(() -> {
                        try {
                            for (int i = from; ; i++) {
                                journal.write(Entries.numbered(i));
                                // one write for the whole line, so that a kill leaves no half of it
                                out.print("ack key-" + i + "\n");
                                out.flush();
                            }
                        } catch (JournalUnavailableException e) {
                            out.print("failed " + e.getMessage() + "\n");
                            System.exit(3);
                        }
                    })
                    .start();
        }
    }
}
