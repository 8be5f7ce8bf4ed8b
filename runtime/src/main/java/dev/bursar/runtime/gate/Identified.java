// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.CallView;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import dev.bursar.runtime.identity.Scope;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.vendor.Cost;
import dev.bursar.runtime.vendor.Vendor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who calls what, and the most it can cost.
 *
 * @param view the request as the client is about to make it
 * @param headers its headers, names in lower case; of a repeated name all values that differ, joined
 * @param target raw path and query, exactly as they will stand on the wire
 * @param vendor whose API it is
 * @param operation the operation asked for
 * @param path the raw path, with the real values in place of the template's names
 * @param parameters everything the request asks for
 * @param cost the most it can move
 * @param account the connected account it acts for; {@code null} for none
 * @param callers every caller on the stack, the innermost first; never empty
 * @param scope where the call stands
 * @param alone whether it comes from inside no run, so that its own run ends with it
 * @param run the run in which its caller was entered, which caps per run count in
 * @param root the outermost run around it, which equal actions are counted in and made objects belong to
 * @param mode what is to be done with it
 */
record Identified(
        CallView view,
        Map<String, String> headers,
        String target,
        Vendor vendor,
        Operation operation,
        String path,
        Parameters parameters,
        Cost cost,
        @Nullable String account,
        List<CallerPolicy> callers,
        Scope scope,
        boolean alone,
        String run,
        String root,
        Mode mode) {

    /** Whose key is put on: the innermost. */
    CallerPolicy caller() {
        return callers.get(0);
    }

    /** The run in which {@code caller} was entered, one of {@link #callers}. */
    String runOf(String caller) {
        return scope.runOf(caller).id();
    }

    /** No headers, address or parameters: they may carry keys. */
    @Override
    public String toString() {
        return operation + " of " + caller().name() + " in " + run;
    }
}
