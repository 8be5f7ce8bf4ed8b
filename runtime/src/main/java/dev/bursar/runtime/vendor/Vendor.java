// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import dev.bursar.bridge.Answer;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Origin;
import dev.bursar.runtime.call.Parameters;
import dev.bursar.runtime.call.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API under control. Stateless and pure: the same arguments, the same result. Every method takes what an application or a vendor sent
 * and answers for any input; none throws on malformed data.
 */
public interface Vendor {

    /** As a policy names it: {@code stripe}. */
    String name();

    /** Where it is found unless a policy says otherwise. */
    List<Origin> origins();

    /** Every operation there is; what is not in it is denied. */
    Set<Operation> operations();

    /**
     * The operation that a policy writes as {@code method} and {@code template}. What the policy calls the variable parts does not matter:
     * {@code /v1/charges/{id}} is {@code /v1/charges/{charge}}.
     *
     * @return {@code null} if there is no such operation
     */
    @Nullable
    Operation written(String method, String template);

    /** What a permission word such as {@code charges:write} covers; {@code null} if there is no such word. */
    @Nullable
    Set<Operation> permission(String word);

    /** Every permission word, sorted. */
    List<String> permissions();

    /**
     * The operation that a request is.
     *
     * @param rawPath the path of the URL, undecoded
     * @return {@code null} if the vendor has no such operation
     */
    @Nullable
    Operation operation(String method, String rawPath);

    /**
     * Everything the request asks for, from query and body, as the vendor itself reads it for {@code operation}: of a body in a format that
     * the vendor does not read there, nothing is taken, and {@link Parameters#unreadable} says so.
     *
     * @param rawQuery the query of the URL, undecoded; {@code null} for none
     * @param contentType the body's declared type; {@code null} if none is declared
     * @param body {@code null} if it could not be read, and then {@code bodyProblem} says why
     */
    Parameters parameters(
            Operation operation,
            @Nullable String rawQuery,
            @Nullable String contentType,
            byte @Nullable [] body,
            @Nullable String bodyProblem);

    /** The most the call can move. */
    Cost cost(Operation operation, Parameters parameters);

    /**
     * An amount as the vendor counts it, as money.
     *
     * @param currency in any case
     * @return {@code null} if it is negative, too large to count in millionths, or {@code currency} is no code of three letters
     */
    @Nullable
    Money money(long minorUnits, String currency);

    /** Whether an equal repeat must carry the same key: operations that change something. */
    boolean isKeyed(Operation operation);

    /** How long the vendor surely remembers a key. */
    Duration keyMemory();

    /** The headers, in lower case, that with method, address and body make a request what it is; none that carries a key. */
    Set<String> tellingHeaders();

    /**
     * Where the vendor tells afterwards what was done under a key.
     *
     * @param from when the key was first sent
     * @param to when it was last sent
     * @param now the present
     * @return {@code null} if the vendor keeps nothing of this operation that proves it, or not for so long
     */
    @Nullable
    Lookup lookup(Operation operation, Instant from, Instant to, Instant now);

    /** Names, without values, of parameters that models reword from one attempt to the next: not part of an action's identity. */
    Set<String> reworded();

    /**
     * Whom the call moves money for or from, as far as its request says: two calls with the same are of the same customer, card, charge or
     * account. With what it moves, that is what matters of it.
     *
     * @param rawPath the path of the URL, undecoded
     * @return {@code null} if the request does not say
     */
    @Nullable
    String whom(Operation operation, String rawPath, Parameters parameters);

    /**
     * The person or company that the call is about: the vendor's customer, or, where the request names none, an e-mail address, in lower case.
     * Equal for equal ones over all operations, which {@link #whom} need not be.
     *
     * @param rawPath the path of the URL, undecoded
     * @return {@code null} if the request does not say
     */
    @Nullable
    String subject(Operation operation, String rawPath, Parameters parameters);

    /** What became of the call. {@code body} may be cut off, and then {@code whole} is {@code false}. */
    Result result(Operation operation, Parameters parameters, int status, byte[] body, boolean whole);

    /** The vendor's own id of the request, from the response's headers (names in lower case); {@code null} if there is none. */
    @Nullable
    String requestId(Map<String, String> headers);

    /** The key that a request presents, from its headers (names in lower case); {@code null} if none. */
    @Nullable
    String presentedKey(Map<String, String> headers);

    /** The connected account that a request acts for, from its headers (names in lower case); {@code null} for none. */
    @Nullable
    String account(Map<String, String> headers);

    /** The headers that make a request act for {@code account}; {@code null} for the platform's own. */
    Map<String, String> accountHeaders(@Nullable String account);

    /** The header that puts {@code key} on a request, with its value. */
    Map.Entry<String, String> authorization(String key);

    /** The header that carries an idempotency key. */
    String keyHeader();

    /** A refusal in the shape that a client of this vendor handles already. */
    Answer refusal(Refusal refusal);
}
