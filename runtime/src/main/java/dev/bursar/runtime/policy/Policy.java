// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Origin;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * A whole policy, checked. Immutable.
 *
 * @param file the file it was read from
 * @param hash SHA-256 of the file's bytes in lower-case hex; goes into every record decided under it
 * @param mode what is done with calls unless a caller says otherwise
 * @param zone where calendar windows begin
 * @param state the directory of journal and ledger, absolute
 * @param callers by name, in the order of the file
 * @param hosts by vendor name, where the file replaces a vendor's own origins; a vendor left out has its own
 * @param rehearsing what is rehearsed, and how it is answered
 * @param keeping how what happened is remembered
 * @param watching who is told, and what is shown
 */
public record Policy(
        Path file,
        String hash,
        Mode mode,
        ZoneId zone,
        Path state,
        Map<String, CallerPolicy> callers,
        Map<String, List<Origin>> hosts,
        Rehearsing rehearsing,
        Keeping keeping,
        Watching watching) {}
