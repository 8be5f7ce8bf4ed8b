// SPDX-License-Identifier: Apache-2.0
package com.acme.adk;

import com.google.adk.models.BaseLlm;
import com.google.adk.models.BaseLlmConnection;
import com.google.adk.models.LlmRequest;
import com.google.adk.models.LlmResponse;
import com.google.genai.types.Blob;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.Part;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A model that says what it was told to, one turn after the other, whatever it is asked; and keeps what its tools answered. */
final class ScriptedLlm extends BaseLlm {

    private final List<List<Part>> turns = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final Set<String> heard = new LinkedHashSet<>();

    @SafeVarargs
    ScriptedLlm(List<Part>... turns) {
        super("scripted");
        for (List<Part> turn : turns) {
            this.turns.add(turn);
        }
    }

    static List<Part> says(String text) {
        return List.of(Part.fromText(text));
    }

    static List<Part> calls(String tool, Map<String, Object> arguments) {
        return List.of(Part.fromFunctionCall(tool, arguments));
    }

    static List<Part> together(List<Part> first, List<Part> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** What tools have answered, in order, as far as the model was told. */
    synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    @Override
    public Flowable<LlmResponse> generateContent(LlmRequest request, boolean stream) {
        Flowable<LlmResponse> response = Flowable.defer(() -> {
            listen(request);
            return Flowable.just(turn());
        });
        // A real model answers from another thread.
        return response.subscribeOn(Schedulers.io());
    }

    private synchronized void listen(LlmRequest request) {
        request.contents().stream()
                .flatMap(content -> content.parts().orElse(List.of()).stream())
                .flatMap(part -> part.functionResponse().stream())
                .flatMap((FunctionResponse answer) -> answer.response().stream())
                .forEach(answer -> heard.add(String.valueOf(answer)));
    }

    private LlmResponse turn() {
        List<Part> turn = turns.get(next.getAndIncrement() % turns.size());
        Content content = Content.builder().role("model").parts(turn).build();
        return LlmResponse.builder().content(content).build();
    }

    /** Says its first turn at once, and another at each answer, until one of them calls no tool. */
    @Override
    public BaseLlmConnection connect(LlmRequest request) {
        FlowableProcessor<LlmResponse> said =
                UnicastProcessor.<LlmResponse>create().toSerialized();
        return new BaseLlmConnection() {
            private void say() {
                LlmResponse turn = turn();
                said.onNext(turn);
                boolean calls = turn.content().flatMap(Content::parts).orElse(List.of()).stream()
                        .anyMatch(part -> part.functionCall().isPresent());
                if (!calls) {
                    said.onComplete();
                }
            }

            @Override
            public Completable sendHistory(List<Content> history) {
                return Completable.complete();
            }

            @Override
            public Completable sendContent(Content content) {
                return Completable.fromAction(this::say);
            }

            @Override
            public Completable sendRealtime(Blob blob) {
                return Completable.complete();
            }

            @Override
            public Flowable<LlmResponse> receive() {
                return said.doOnSubscribe(subscribed -> say());
            }

            @Override
            public void close() {
                said.onComplete();
            }

            @Override
            public void close(Throwable failure) {
                said.onError(failure);
            }
        };
    }
}
