// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.dump;

import dev.bursar.runtime.journal.Recorded;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values as RFC 4180 has them, with a header line. A text that a spreadsheet would take for a formula gets an apostrophe
 * before it: texts come from requests, and so from whoever talks to an agent.
 */
public final class Csv implements DumpFormat {

    private static final Field[] FIELDS = Field.values();
    private static final String END = "\r\n";

    @Override
    public String header() {
        return Arrays.stream(FIELDS).map(Field::word).collect(Collectors.joining(",")) + END;
    }

    @Override
    public String line(Recorded recorded) {
        return Arrays.stream(FIELDS).map(field -> cell(field.of(recorded))).collect(Collectors.joining(",")) + END;
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        // a plain number may begin with its sign
        if (!text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 && !text.matches("-?[0-9]+(\\.[0-9]+)?")) {
            text = "'" + text;
        }
        return text.matches("(?s).*[,\"\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
