// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.urlconnection;

import java.net.HttpURLConnection;

/** What a conversation needs of the connection that the application holds, beyond the public methods of its class. */
interface Face {

    HttpURLConnection self();

    /** -1 when the body's length was not announced. */
    long fixedLength();

    /** -1 when the body is not sent in chunks. */
    int chunkLength();

    /** A GET with a body is a POST, as in the JDK. */
    void becomePost();

    /** From now on nothing about the request can be changed. */
    void freeze();

    boolean frozen();
}
