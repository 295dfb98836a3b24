/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.jvm;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueues;

/**
 * Uses a queue of its context and one without a context, and prints in which module it
 * found the library.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ModuleApplication {

	public static void main(String[] args) {
		SafeQueue<Integer> queue = new SpringApplication(ModuleApplication.class).run(args)
			.getBean(ModuleApplication.class).queue;
		System.out.println("module " + queue.getClass().getModule());
		queue.submit(42).join();
		try (CloseableSafeQueue<Integer> standalone = SafeQueues.builder()
			.name("standalone")
			.<Integer>handler((number) -> System.out.println("handled " + number + " without a context"))
			.build()) {
			standalone.submit(43).join();
		}
	}

	private final SafeQueue<Integer> queue;

	ModuleApplication(SafeQueue<Integer> queue) {
		this.queue = queue;
	}

	@SafeQueueListener("numbers")
	void on(Integer number) {
		System.out.println("handled " + number);
	}

}
