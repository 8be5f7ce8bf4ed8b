// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import dev.bursar.runtime.call.Parameters;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks up, page by page, what a vendor keeps of what was done under an idempotency key. What it finds is proof; that it finds nothing proves
 * nothing.
 */
public interface Lookup {

    /**
     * The path and query to read with a plain GET.
     *
     * @param after what the page before ended with; {@code null} for the first page
     */
    String target(@Nullable String after);

    /**
     * What one page says.
     *
     * @param isKey whether a key is the one that is looked for
     * @param parameters of the request that carried it; with {@link Parameters#unreadable} if they are not known
     * @param body the answer, with status 200
     */
    Page page(Predicate<String> isKey, Parameters parameters, byte[] body);

    /**
     * What a page came to.
     *
     * @param result what became of the call; {@code null} if this page does not say
     * @param next where the next page begins; {@code null} if there is none
     * @param requestId the vendor's id of the request that carried the key; {@code null} if it is not said
     */
    record Page(
            @Nullable Result result,
            @Nullable String next,
            @Nullable String requestId) {}
}
