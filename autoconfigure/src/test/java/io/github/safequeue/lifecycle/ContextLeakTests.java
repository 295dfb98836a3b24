/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;

import static io.github.safequeue.autoconfigure.QueueTestRunner.queue;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Closed contexts are garbage: no thread, no hook, no registry holds them.
 */
class ContextLeakTests {

	private static final int CONTEXTS = 50;

	@Test
	void nothingOfClosedContextsStaysReachable() {
		List<WeakReference<?>> references = new ArrayList<>();
		for (int i = 0; i < CONTEXTS; i++) {
			useAndClose(references);
		}
		assertThat(references).hasSize(4 * CONTEXTS);
		Awaitility.await().atMost(QueueTestRunner.LIMIT).untilAsserted(() -> {
			System.gc();
			assertThat(references.stream().filter((reference) -> reference.get() != null).count()).isZero();
		});
		Awaitility.await()
			.atMost(QueueTestRunner.LIMIT)
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("safequeue-leak")));
	}

	private static void useAndClose(List<WeakReference<?>> references) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLogStartupInfo(false);
		try (ConfigurableApplicationContext context = application.run("--spring.main.banner-mode=off")) {
			SafeQueue<Payload> listened = queue(context, "leakListened");
			SafeQueue<Payload> built = queue(context, "leakBuilt");
			Payload payload = new Payload(new Object());
			listened.offer(payload);
			built.offer(payload);
			references.add(new WeakReference<>(context));
			references.add(new WeakReference<>(listened));
			references.add(new WeakReference<>(built));
			references.add(new WeakReference<>(payload));
		}
	}

	record Payload(Object content) {
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SafeQueueAutoConfiguration.class)
	static class Application {

		@Bean
		Listener listener() {
			return new Listener();
		}

		@Bean
		SafeQueue<Payload> leakBuilt(SafeQueueBuilder builder) {
			return builder.name("leakBuilt").concurrency(2).handler((payload) -> {
			}).build();
		}

	}

	static class Listener {

		@SafeQueueListener(queues = "leakListened", key = "content")
		void on(Payload payload) {
		}

	}

}
