// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook;

import java.util.List;

/** What is woven into one client, or one family of JDK classes. */
public interface Hook {

    /** As alarms and refusals name it: {@code stripe-java}, {@code java.net.http}. */
    String name();

    /** Every method that must carry advice. A governed class that lacks one of its joints has an unsupported shape: its calls are refused. */
    List<Joint> joints();
}
