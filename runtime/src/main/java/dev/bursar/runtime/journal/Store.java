// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.IOException;

/** One directory being written, by one thread. After any throwable out of it nothing may be appended any more. */
interface Store {

    Incarnation incarnation();

    /** Puts a record behind the last; it survives a crash of the process. */
    void append(byte[] record) throws IOException;

    /** Returns once everything appended would survive a crash of the machine, and the path still leads to it. */
    void force() throws IOException;

    /** Does, while nobody waits, what a later append would have to do else, if there is such a thing. */
    default void makeRoom() throws IOException {}

    /** How many bytes are used. */
    long size();

    /** Lets go, without a word: what had to be forced has been. */
    void close();

    /** Makes directories. */
    interface Factory {
        /** @param incarnation of a directory that is not there yet */
        Store create(Incarnation incarnation) throws IOException;
    }
}
