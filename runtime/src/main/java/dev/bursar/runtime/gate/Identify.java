// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.CallView;
import dev.bursar.bridge.GovernedCall;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Origin;
import dev.bursar.runtime.call.Parameters;
import dev.bursar.runtime.identity.Scope;
import dev.bursar.runtime.identity.Scopes;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.Decider;
import dev.bursar.runtime.vendor.Vendor;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The stage that says who calls what: from the request and the thread's scope to {@link Identified}. */
final class Identify {

    /** Clients that only ever talk to one vendor: sent elsewhere, they would carry a key to a stranger. */
    private static final String STRIPE_JAVA = "stripe-java";

    /** What the policy makes every vault key begin with, and no vendor's key. */
    private static final String VAULT_KEY = "vk_";

    private final Scopes scopes;

    Identify(Scopes scopes) {
        this.scopes = scopes;
    }

    /** Where a request goes, before anything else is asked of it. */
    record Address(URI uri, Vendor vendor) {

        String path() {
            return Identify.path(uri);
        }
    }

    private static String path(URI uri) {
        String path = uri.getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    /** Raw path and query, exactly as they stand on the wire. */
    static String target(URI uri) {
        String query = uri.getRawQuery();
        return query == null ? path(uri) : path(uri) + "?" + query;
    }

    /** @return {@code null} if it is no business of Bursar's: not a vendor's origin */
    static @Nullable Address address(String client, String url, InForce inForce) throws Turned {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new Turned(
                    403,
                    "bursar_address",
                    "the address of this call is not a valid URL, so it is not sent; call a valid one");
        }
        Origin origin = Origin.of(uri);
        Vendor vendor = origin == null ? null : inForce.vendors().at(origin);
        if (vendor != null) {
            return new Address(uri, vendor);
        }
        if (client.startsWith(STRIPE_JAVA)) {
            throw new Turned(
                    403,
                    "bursar_address",
                    "stripe-java was pointed at " + (origin == null ? "an address with user-info or no host" : origin)
                            + ", which is not among the hosts of the vendor `stripe` in the policy; name it there, or call Stripe");
        }
        if (origin == null && uri.getHost() != null && inForce.vendors().watches(uri.getHost())) {
            throw new Turned(403, "bursar_address", "a vendor's address must not carry user-info; leave it out");
        }
        return null;
    }

    /** Of a repeated name all different values, joined: which of them the vendor would believe is not for us to guess. */
    static Map<String, String> lowerCase(List<Map.Entry<String, String>> headers) {
        Map<String, String> byName = new HashMap<>();
        for (Map.Entry<String, String> header : headers) {
            byName.merge(
                    header.getKey().toLowerCase(Locale.ROOT),
                    header.getValue(),
                    (one, other) -> one.equals(other) ? one : one + ", " + other);
        }
        return byName;
    }

    Identified identify(CallView view, Address address, Map<String, String> headers, InForce inForce, Draft draft)
            throws Turned {
        Vendor vendor = address.vendor();
        draft.vendor = vendor.name();
        Operation operation = vendor.operation(view.method(), address.path());
        if (operation != null) {
            draft.operation(operation);
        }
        Scope scope = scope(vendor, headers, inForce, draft);
        List<CallerPolicy> callers = callers(scope, inForce);
        draft.outer = outer(scope, callers);
        if (operation == null) {
            throw new Turned(
                    403,
                    "bursar_operation_unknown",
                    "`" + view.method() + "` on this path is not an operation of " + vendor.name()
                            + " that is known here, so it cannot be allowed; use one that is, or stop and report");
        }
        Parameters parameters = vendor.parameters(
                operation, address.uri().getRawQuery(), headers.get("content-type"), view.body(), view.bodyProblem());
        Mode mode = inForce.mode(scope.callers(), scope.rehearsal());
        return new Identified(
                view,
                headers,
                target(address.uri()),
                vendor,
                operation,
                address.path(),
                parameters,
                vendor.cost(operation, parameters),
                vendor.account(headers),
                callers,
                scope,
                isOutsideAnyRun(),
                scope.runOf(scope.callers().get(0)).id(),
                Objects.requireNonNull(scope.run()).root().id(),
                mode);
    }

    /** The callers around the innermost one, each with its run. */
    private static List<Entry.Outer> outer(Scope scope, List<CallerPolicy> callers) throws Turned {
        if (callers.size() == 1) {
            return List.of();
        }
        if (callers.size() - 1 > Entry.MOST_OUTER) {
            throw new Turned(
                    403,
                    "bursar_stack",
                    callers.size() + " callers stand on the stack of this call, and at most " + (Entry.MOST_OUTER + 1)
                            + " can be recorded, so it is not sent; let fewer agents call each other");
        }
        List<Entry.Outer> outer = new ArrayList<>(callers.size() - 1);
        for (CallerPolicy caller : callers.subList(1, callers.size())) {
            outer.add(new Entry.Outer(caller.name(), scope.runOf(caller.name()).id()));
        }
        return outer;
    }

    /** Where the call stands: in the code it comes from, or, if that is nobody's, behind the vault key it presents. */
    private Scope scope(Vendor vendor, Map<String, String> headers, InForce inForce, Draft draft) throws Turned {
        String presented = vendor.presentedKey(headers);
        CallerPolicy byKey = presented == null ? null : inForce.byVaultKey().get(presented);
        Scope here = scopes.current();
        if (here != null && here.conflict() != null) {
            throw new Turned(401, "bursar_conflict", here.conflict());
        }
        if (here == null || here.callers().isEmpty()) {
            if (byKey == null) {
                throw new Turned(Decider.nobody(null));
            }
            here = scopes.alone(byKey.name());
        }
        String caller = here.callers().get(0);
        draft.caller = caller;
        draft.run = here.runOf(caller).id();
        draft.attempt = here.attempt();
        draft.reference(here.reference());
        if (byKey == null && presented != null && presented.startsWith(VAULT_KEY)) {
            throw new Turned(401, "bursar_vault_key", "the vault key presented is of no caller in the policy");
        }
        if (byKey != null && !byKey.name().equals(caller)) {
            throw new Turned(
                    401,
                    "bursar_vault_key",
                    "the vault key presented is of caller `" + byKey.name()
                            + "`, but the code that presents it is of caller `" + caller + "`");
        }
        if (here.runClosed()) {
            throw new Turned(
                    401,
                    "bursar_run_closed",
                    "this work was started in a run that has ended; what it does can no longer be joined to it");
        }
        return here;
    }

    private boolean isOutsideAnyRun() {
        Scope here = scopes.current();
        return here == null || here.run() == null;
    }

    /** Every caller on the stack, the innermost first. */
    private static List<CallerPolicy> callers(Scope scope, InForce inForce) throws Turned {
        List<CallerPolicy> callers = new ArrayList<>();
        for (String name : scope.callers()) {
            CallerPolicy caller = inForce.policy().callers().get(name);
            if (caller == null) {
                throw new Turned(401, "bursar_nobody", "the caller `" + name + "` is not in the policy");
            }
            callers.add(caller);
        }
        return callers;
    }

    /** The mark on a request, if it carries one; of several that differ all, which is no mark that was ever given. */
    static @Nullable String mark(List<Map.Entry<String, String>> headers) {
        String mark = null;
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase(GovernedCall.MARK)) {
                String value = header.getValue();
                mark = mark == null || mark.equals(value) ? value : mark + ", " + value;
            }
        }
        return mark;
    }
}
