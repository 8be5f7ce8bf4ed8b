// SPDX-License-Identifier: Apache-2.0
package com.acme.springai;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.publisher.Flux;

/** Has everything below it done again for as long as the answer is {@code again}. */
record Judge(int order) implements CallAdvisor, StreamAdvisor {

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        ChatClientResponse response = chain.copy(this).nextCall(request);
        while (isPoor(response)) {
            response = chain.copy(this).nextCall(request);
        }
        return response;
    }

    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        return Flux.defer(() -> chain.copy(this).nextStream(request))
                .collectList()
                .flatMapMany(parts -> parts.stream().anyMatch(Judge::isPoor)
                        ? adviseStream(request, chain)
                        : Flux.fromIterable(parts));
    }

    private static boolean isPoor(ChatClientResponse response) {
        ChatResponse answer = response.chatResponse();
        return answer != null
                && answer.getResults().stream()
                        .anyMatch(part -> "again".equals(part.getOutput().getText()));
    }

    @Override
    public String getName() {
        return "judge";
    }

    @Override
    public int getOrder() {
        return order;
    }
}
