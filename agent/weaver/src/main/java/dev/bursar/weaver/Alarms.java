// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import dev.bursar.bridge.Door;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says each thing once, off the thread that noticed it: that one is loading a class, and the door may wait for the engine. A process that
 * ends by itself waits until it has been said.
 */
final class Alarms {

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    void raise(String what) {
        if (said.add(what)) {
            Thread thread = new Thread(() -> Door.alarm(what), "bursar-alarm");
            thread.setDaemon(false);
            thread.start();
        }
    }
}
