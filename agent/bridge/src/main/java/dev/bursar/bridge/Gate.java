// SPDX-License-Identifier: Apache-2.0
package dev.bursar.bridge;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands behind the {@link Door}: the engine, installed once. Every method is thread-safe. */
public interface Gate {

    /**
     * Whether requests to this host may be a vendor's, so that a hook needs to look closer. Cheap; called for every request of the
     * process.
     *
     * @param host a host name or address in any capitalisation; an IPv6 address with or without brackets
     */
    boolean watches(String host);

    /**
     * Decides on one logical call. The outer hook calls this on the application's own thread.
     *
     * @return {@code null} when there is nothing for this hook to do: not a vendor's address, or the request already carries the mark of
     *     an open call (an outer hook above has decided). Never throws; what cannot be decided is a call with a refusal as its answer.
     */
    @Nullable
    GovernedCall open(CallView view);

    /**
     * At the wire, once per attempt and hop: what to do to the headers.
     *
     * @param mark the value of {@link GovernedCall#MARK} on the request, {@code null} if there is none
     * @param method the HTTP method about to be written
     * @param url the absolute URL about to be requested, with any user-info
     * @throws IOException if nothing may be sent: a vendor's address that no governed call stands behind, or another operation than
     *     the one decided on. The message is fit for the application's eyes.
     */
    Dressing dress(@Nullable String mark, String method, String url) throws IOException;

    /**
     * Registers a method of a class that is being loaded, to be woven with {@link #enter} and {@link #leave}.
     *
     * @param type the binary name of the class, such as {@code com.acme.Tool$Inner}
     * @param typeAnnotations annotations of the class, each as {@code com.acme.Agent} or, with its {@code value} if that is one string,
     *     {@code com.acme.Agent(billing)}
     * @param method the method's name
     * @param descriptor the method's descriptor
     * @param methodAnnotations as {@code typeAnnotations}
     * @return the site's number, or -1 if the policy names neither the method nor its class
     */
    int bind(
            String type,
            List<String> typeAnnotations,
            String method,
            String descriptor,
            List<String> methodAnnotations);

    /**
     * A woven method is entered. Throws nothing but a {@code VirtualMachineError}, where there is no stack or memory left; then the method
     * does not run.
     *
     * @param site what {@link #bind} returned
     * @param arguments the method's arguments
     * @return to be given back to {@link #leave}; {@code null} when nothing changed
     */
    @Nullable
    Object enter(int site, @Nullable Object[] arguments);

    /**
     * A woven method is left. Never throws.
     *
     * @param frame what {@link #enter} returned
     * @param returned what the method returned, {@code null} for void and when it threw; a {@code CompletionStage} keeps a run open until it
     *     completes
     * @param thrown what it threw, else {@code null}
     */
    void leave(@Nullable Object frame, @Nullable Object returned, @Nullable Throwable thrown);

    /**
     * A framework or a retry library begins one execution, parts of which it may repeat. Inside an open run it is a part of that run; where
     * none is open it opens one. It belongs to no caller: who is calling is told by the boundaries inside. Never throws.
     *
     * @param framework as its hook is named: {@code langchain4j}
     * @param reference the framework's own id of this execution, to be recorded with its calls; {@code null} if it has none
     * @return to be given to {@link #leave} on this thread, with a {@code CompletionStage} as what was returned if the execution goes on
     *     elsewhere until that completes
     */
    @Nullable
    Object openRun(String framework, @Nullable String reference);

    /**
     * The tool loop of the innermost run that {@link #openRun} opened begins a pass: what the pass before it did is repeated by this one. A
     * pass entered while another of the same run is still entered is part of it. Never throws.
     *
     * @return to be given to {@link #leave} on this thread; {@code null} when there is nothing to leave
     */
    @Nullable
    Object beginAttempt(String framework);

    /**
     * A framework calls a tool. If it is left with a throwable, or with a stage that fails, an equal call of the same tool repeats its keys.
     * Never throws.
     *
     * @return to be given to {@link #leave} on this thread; {@code null} when there is nothing to leave
     */
    @Nullable
    Object enterTool(String framework);

    /**
     * Everything inside is a rehearsal, unless the policy excepts this evaluator. For {@code junit} that is the whole process, from now on.
     *
     * @param evaluator as its hook is named: {@code quarkus-scorer}
     * @return to be given to {@link #leave} on this thread; {@code null} when there is nothing to leave
     * @throws IllegalStateException only if no engine is installed yet, and none comes: what is to be evaluated must not run live
     */
    @Nullable
    Object enterRehearsal(String evaluator);

    /**
     * The application does what follows as a caller of the policy, whatever code it is in, and opens no run. Calls made as one that the policy
     * does not know are refused. Throws what {@link #enter} throws.
     *
     * @return to be given to {@link #leave} on this thread; {@code null} when there is nothing to leave
     */
    @Nullable
    Object enterAs(String caller);

    /**
     * As {@link #enterAs}, and opens a run.
     *
     * @param id what makes the run the same one whenever it is repeated; {@code null} for one of its own: a part of the run around it, if one is open
     */
    @Nullable
    Object enterRun(String caller, @Nullable String id);

    /**
     * The application begins the next attempt of the innermost open run; calls inside are refused where none is open. Throws what {@link #enter}
     * throws.
     *
     * @return to be given to {@link #leave} on this thread; {@code null} when there is nothing to leave
     */
    @Nullable
    Object enterAttempt();

    /** The id of the run that a call made on this thread would be recorded under; {@code null} where none is open. Never throws. */
    @Nullable
    String runId();

    /**
     * What was decided on the last call that was opened on this thread: {@code outcome}, {@code caller}, {@code run}, {@code operation},
     * {@code code}, {@code message}, {@code rule}, {@code key}, what is not known left out. {@code null} if there was none. Never throws.
     */
    @Nullable
    Map<String, String> lastDecision();

    /** The scope of the current thread, for work submitted to another; {@code null} when there is none. Never throws. */
    @Nullable
    Object capture();

    /**
     * Takes up a captured scope on this thread. Never throws.
     *
     * @return to be given to {@link #suspend} on the same thread when the work ends, however it ends
     */
    Object resume(Object captured);

    /**
     * Takes this thread's scope away while it helps with work that may be somebody else's. Never throws.
     *
     * @return to be given to {@link #suspend}; {@code null} when there was none
     */
    default @Nullable Object nobody() {
        return null;
    }

    /**
     * This thread is about to start another. It takes over nobody's identity, but where this thread is in a rehearsal, so is everything on
     * that one which does not carry a scope of its own. Never throws.
     */
    default void starts(Thread thread) {}

    /** Puts back what {@link #resume} or {@link #nobody} replaced. Never throws. */
    void suspend(Object resumed);

    /**
     * Something in the host is not as the weaver needs it: said once on stderr and journalled. Never throws.
     *
     * @param what one sentence with names and versions, no secrets
     */
    void alarm(String what);
}
