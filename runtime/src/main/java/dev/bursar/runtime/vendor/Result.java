// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import dev.bursar.runtime.call.Money;
import org.jspecify.annotations.Nullable;

/** What an answer of the vendor says became of a call. */
public sealed interface Result {

    /**
     * It was carried out.
     *
     * @param moved what it moved; {@code null} if the answer does not say, and then what was held counts
     * @param objectId the id of the object it made or changed; {@code null} if the answer names none
     */
    record Done(@Nullable Money moved, @Nullable String objectId) implements Result {}

    /** The vendor has definitely refused it: nothing moved. */
    record Refused(@Nullable String code) implements Result {}

    /** It may or may not have been carried out: 5xx, a conflict over a key in use, an answer that cannot be read. */
    record Unknown(String why) implements Result {}
}
