// SPDX-License-Identifier: Apache-2.0
package com.acme.threads;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** What Spring has. */
// What came of the work is told by the work.
@SuppressWarnings("FutureReturnValueIgnored")
final class SpringHops {

    private SpringHops() {}

    /** A bean whose methods return before they have run. */
    static class Later {

        @Async("simple")
        public void onAThreadOfItsOwn(Work work) {
            work.run();
        }

        @Async("pool")
        public CompletableFuture<String> onAPool(Work work) {
            return CompletableFuture.completedFuture(work.call());
        }
    }

    @Configuration
    @EnableAsync
    static class Beans {

        @Bean
        Later later() {
            return new Later();
        }

        @Bean
        SimpleAsyncTaskExecutor simple() {
            return new SimpleAsyncTaskExecutor("simple-");
        }

        @Bean
        ThreadPoolTaskExecutor pool() {
            ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
            pool.setCorePoolSize(1);
            pool.setMaxPoolSize(1);
            pool.setDaemon(true);
            return pool;
        }

        @Bean
        ThreadPoolTaskScheduler scheduler() {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.setDaemon(true);
            return scheduler;
        }
    }

    static List<Hop> all() {
        var context = new AnnotationConfigApplicationContext(Beans.class);
        Later later = context.getBean(Later.class);
        SimpleAsyncTaskExecutor simple = context.getBean(SimpleAsyncTaskExecutor.class);
        ThreadPoolTaskExecutor pool = context.getBean(ThreadPoolTaskExecutor.class);
        ThreadPoolTaskScheduler scheduler = context.getBean(ThreadPoolTaskScheduler.class);
        List<Hop> all = new ArrayList<>();
        all.add(Hop.loose("@Async, SimpleAsyncTaskExecutor", (work, elsewhere) -> later.onAThreadOfItsOwn(work)));
        all.add(Hop.pooled("@Async, ThreadPoolTaskExecutor", (work, elsewhere) -> later.onAPool(work)));
        all.add(Hop.loose("SimpleAsyncTaskExecutor.execute", (work, elsewhere) -> simple.execute(work)));
        all.add(Hop.pooled("ThreadPoolTaskExecutor.execute", (work, elsewhere) -> pool.execute(work)));
        all.add(Hop.pooled("ThreadPoolTaskExecutor.submit", (work, elsewhere) -> pool.submit((Callable<String>) work)));
        all.add(Hop.pooled(
                "ThreadPoolTaskScheduler.schedule", (work, elsewhere) -> scheduler.schedule(work, Instant.now())));
        if (Runtime.version().feature() >= 21) {
            AsyncTaskExecutor virtual = new VirtualThreadTaskExecutor("virtual-");
            all.add(Hop.loose("VirtualThreadTaskExecutor.execute", (work, elsewhere) -> virtual.execute(work)));
        }
        return all;
    }
}
