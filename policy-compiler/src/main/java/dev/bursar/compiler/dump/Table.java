// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.dump;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** For a person: what matters first, in columns of fixed width, cut to the width of the terminal. Times are UTC. */
public final class Table implements DumpFormat {

    /** Of a line that is not shown on a terminal. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int SEQ = 6;
    private static final int KIND = 9;
    private static final int CALLER = 12;
    private static final int OPERATION = 26;
    private static final int AMOUNT = 14;
    private static final int STATUS = 6;

    private final int width;
    private final boolean colour;

    /**
     * @param width of the terminal, in characters, or {@link #UNLIMITED}
     * @param colour whether it understands colours
     */
    public Table(int width, boolean colour) {
        this.width = width;
        this.colour = colour;
    }

    @Override
    public String header() {
        return line(
                right("SEQ", SEQ),
                left("TIME (UTC)", 18),
                left("KIND", KIND),
                left("CALLER", CALLER),
                left("OPERATION", OPERATION),
                right("AMOUNT", AMOUNT),
                right("STATUS", STATUS),
                "DETAIL",
                null);
    }

    @Override
    public String line(Recorded recorded) {
        Entry entry = recorded.entry();
        Money amount = entry.amount();
        Integer status = entry.status();
        return line(
                right(Long.toString(recorded.sequence()), SEQ),
                left(TIME.format(entry.time()), 18),
                left(entry.kind().word(), KIND),
                left(text(entry.caller()), CALLER),
                left(text(entry.operation()), OPERATION),
                right(amount == null ? "" : amount.toString(), AMOUNT),
                right(status == null ? "" : status.toString(), STATUS),
                detail(entry),
                entry.kind());
    }

    private String line(
            String seq,
            String time,
            String kind,
            String caller,
            String operation,
            String amount,
            String status,
            String detail,
            @Nullable Kind coloured) {
        String before = seq + "  " + time + "  ";
        String after = "  " + caller + "  " + operation + "  " + amount + "  " + status + "  " + detail;
        int room = Math.max(0, width - before.length() - kind.length());
        String shown = cut(after, room).stripTrailing();
        return (before + paint(kind, coloured) + shown).stripTrailing() + System.lineSeparator();
    }

    private static String detail(Entry entry) {
        List<String> parts = new ArrayList<>();
        if (entry.count() > 1) {
            parts.add("x" + entry.count());
        }
        String decision = text(entry.decision());
        // a refusal is named by its kind, a settlement not by its
        if (entry.kind() != Kind.REFUSED && !decision.equals(entry.kind().word()) && !decision.isEmpty()) {
            parts.add(decision);
        }
        for (String part : new @Nullable String[] {entry.reason(), entry.objectId()}) {
            if (part != null) {
                parts.add(text(part));
            }
        }
        if (entry.spent() != null && entry.cap() != null) {
            parts.add(Field.balance(entry, entry.spent()) + " spent + "
                    + Field.balance(entry, entry.held() == null ? Long.valueOf(0) : entry.held()) + " held of "
                    + text(entry.cap() + (entry.capCaller() == null ? "" : " of " + entry.capCaller())));
        }
        for (String part : new @Nullable String[] {entry.rule(), entry.site()}) {
            if (part != null) {
                parts.add(text(part));
            }
        }
        return String.join(", ", parts);
    }

    /** Without anything that a terminal would obey. */
    private static String text(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            int type = Character.getType(point);
            boolean obeyed = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.SURROGATE;
            shown.appendCodePoint(obeyed ? '?' : point);
        });
        return shown.toString();
    }

    private String paint(String kind, @Nullable Kind coloured) {
        if (!colour || coloured == null) {
            return kind;
        }
        String code = switch (coloured) {
            case REFUSED -> "31";
            case ALERT -> "1;31";
            case SETTLED -> "32";
            case REHEARSED -> "36";
            case OBSERVED -> "33";
            case POLICY, LEDGER -> "35";
            case ADMITTED -> "";
        };
        return code.isEmpty() ? kind : "\u001B[" + code + "m" + kind + "\u001B[0m";
    }

    private static String left(String text, int width) {
        String cut = cut(text, width);
        return cut + " ".repeat(width - cut.length());
    }

    /** Numbers are never cut: a line that is too long is better than an amount that is too short. */
    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String cut(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        return width == 0 ? "" : text.substring(0, width - 1) + "\u2026";
    }
}
