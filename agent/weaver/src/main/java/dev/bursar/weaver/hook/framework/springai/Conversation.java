// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.springai;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;

/** The id under which the application keeps a conversation's memory, if it gave one to the client's advisors. */
final class Conversation {

    /** {@code ChatMemory.CONVERSATION_ID} of every version. */
    private static final String KEY = "chat_memory_conversation_id";

    private Conversation() {}

    /** @param request the client's request, of whatever type this version has */
    static @Nullable String of(@Nullable Object request) {
        try {
            return request instanceof ChatClientRequest asked && asked.context().get(KEY) instanceof String id
                    ? id
                    : null;
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }
}
