// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.redis;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a process remembers of the ledger it shares, in memory and in its journal, so that it notices when writes are missing.
 *
 * @param member its own name, the same across restarts over one journal
 * @param epoch of the ledger; {@code null} if it never joined one
 * @param seen the highest number it was told
 * @param own the number of its own latest write that was confirmed
 */
public record Membership(String member, @Nullable String epoch, long seen, long own) {

    private static final Pattern TEXT =
            Pattern.compile("redis member ([0-9a-f-]{36}) epoch ([0-9a-f-]{36}) seen ([0-9]{1,15}) own ([0-9]{1,15})");

    /** Of a process that never joined. */
    public static Membership fresh() {
        return new Membership(UUID.randomUUID().toString(), null, 0, 0);
    }

    /** As it stands in a journal. */
    public String text() {
        return "redis member " + member + " epoch " + epoch + " seen " + seen + " own " + own;
    }

    /** Reads {@link #text}; {@code null} if it is something else. */
    public static @Nullable Membership parse(@Nullable String text) {
        Matcher matcher = TEXT.matcher(text == null ? "" : text);
        return matcher.matches()
                ? new Membership(
                        matcher.group(1),
                        matcher.group(2),
                        Long.parseLong(matcher.group(3)),
                        Long.parseLong(matcher.group(4)))
                : null;
    }
}
