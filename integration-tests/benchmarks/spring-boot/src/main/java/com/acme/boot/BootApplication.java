// SPDX-License-Identifier: Apache-2.0
package com.acme.boot;

import com.stripe.Stripe;
import com.stripe.net.ApiResource;
import java.util.List;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Starts, asks its model once, says so and ends. */
@SpringBootApplication
public class BootApplication {

    public static void main(String[] arguments) {
        Stripe.apiKey = "sk_" + "test_bench_global";
        try (ConfigurableApplicationContext context = SpringApplication.run(
                BootApplication.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=error")) {
            ChatClient client = context.getBean(ChatClient.class);
            System.out.println(
                    client.prompt("are you there?").call().content() + " " + ApiResource.class.getSimpleName());
        }
    }

    @Bean
    ChatModel model() {
        return prompt -> new ChatResponse(List.of(new Generation(new AssistantMessage("ready"))));
    }

    @Bean
    ChatClient client(ChatModel model) {
        return ChatClient.builder(model).defaultTools(new BillingTools()).build();
    }
}
