/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.testing.Figures;

/**
 * A server whose requests wait before they submit. Arguments: the file for the figures,
 * the file that a request waits for, and properties.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ WebApplication.Requests.class, WebApplication.Items.class })
class WebApplication {

	static final int ITEMS = 20;

	/** Begins the line that tells the port. */
	static final String READY = "ready at port ";

	private static final AtomicInteger handled = new AtomicInteger();

	private static Path gate = Path.of("");

	public static void main(String[] args) {
		gate = Path.of(args[1]);
		Requests[] requests = new Requests[1];
		SpringApplication.getShutdownHandlers()
			.add(() -> new Figures().put(requests[0].queue).put("seen handled", handled.get()).write(Path.of(args[0])));
		requests[0] = new SpringApplication(WebApplication.class).run(args).getBean(Requests.class);
	}

	@EventListener
	void ready(ApplicationReadyEvent event) {
		System.out.println(READY + event.getApplicationContext().getEnvironment().getProperty("local.server.port"));
	}

	@RestController
	static class Requests {

		private final SafeQueue<String> queue;

		Requests(SafeQueue<String> items) {
			this.queue = items;
		}

		@GetMapping("/submit")
		String submit() {
			System.out.println("in flight");
			while (!Files.exists(gate)) {
				LockSupport.parkNanos(1_000_000);
			}
			int accepted = 0;
			for (int i = 0; i < ITEMS; i++) {
				accepted += this.queue.offer("item") ? 1 : 0;
			}
			return "accepted " + accepted;
		}

	}

	static class Items {

		@SafeQueueListener("items")
		void on(String item) {
			LockSupport.parkNanos(10_000_000);
			handled.incrementAndGet();
		}

	}

}
