// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which actions of the open runs moved money for whom, so that another one that differs in words only can be told. Of several equal actions none
 * is another's near-duplicate: they are meant. Thread-safe.
 *
 * <p>It forgets a run when that closes, and beyond a bound the runs that began first.
 */
public final class NearDuplicates {

    /** Some 300 bytes each. */
    private static final int MOST = 50_000;

    private final int most;
    private final Map<String, Map<String, Map<String, String>>> runs = new LinkedHashMap<>();
    private int size;

    public NearDuplicates() {
        this(MOST);
    }

    NearDuplicates(int most) {
        this.most = most;
    }

    /**
     * An action is about to be carried out, for the first time under its key.
     *
     * @param run the outermost run
     * @param essence {@link Fingerprints#essence}
     * @param fingerprint {@link Fingerprints#identity}
     * @return the key of the earliest action of that run, caller and essence that is another action; {@code null} if there is none
     */
    public synchronized @Nullable String begun(
            String run, String caller, String essence, String fingerprint, String key) {
        Map<String, String> alike = runs.computeIfAbsent(run, any -> new LinkedHashMap<>())
                .computeIfAbsent(caller + " " + essence, any -> new LinkedHashMap<>());
        String near = null;
        for (Map.Entry<String, String> other : alike.entrySet()) {
            if (!other.getValue().equals(fingerprint)) {
                near = other.getKey();
                break;
            }
        }
        if (alike.put(key, fingerprint) == null) {
            size++;
            forgetEldest(run);
        }
        return near;
    }

    /** It moved nothing after all. */
    public synchronized void undone(String run, String caller, String essence, String key) {
        Map<String, Map<String, String>> inRun = runs.get(run);
        Map<String, String> alike = inRun == null ? null : inRun.get(caller + " " + essence);
        if (inRun != null && alike != null && alike.remove(key) != null) {
            size--;
            if (alike.isEmpty()) {
                inRun.remove(caller + " " + essence);
            }
            if (inRun.isEmpty()) {
                runs.remove(run);
            }
        }
    }

    /** Nothing of the run will be asked again. */
    public synchronized void runClosed(String run) {
        Map<String, Map<String, String>> inRun = runs.remove(run);
        if (inRun != null) {
            inRun.values().forEach(alike -> size -= alike.size());
        }
    }

    /** @param current the run that grows, which is the last to be cut */
    private void forgetEldest(String current) {
        while (size > most) {
            String eldest = runs.keySet().iterator().next();
            if (!eldest.equals(current)) {
                runClosed(eldest);
                continue;
            }
            Iterator<Map<String, String>> alike =
                    runs.getOrDefault(current, Map.of()).values().iterator();
            size -= alike.next().size();
            alike.remove();
        }
    }

    /** For tests: actions remembered. */
    synchronized int size() {
        return size;
    }
}
