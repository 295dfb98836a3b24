/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.longrun;

import java.util.List;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;

/**
 * An application with a queue of each kind.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(SafeQueueAutoConfiguration.class)
class LongRunQueues {

	/** Of work, beside {@code safeQueue}, which takes tasks, and {@code letters}. */
	static final List<String> QUEUES = List.of("single", "several", "lanes", "batches", "virtual", "unbounded",
			"retried", "built");

	static final String[] PROPERTIES = { "--spring.main.banner-mode=off", "--logging.register-shutdown-hook=false",
			"--logging.level.root=warn", "--logging.level.io.github.safequeue.SafeQueue=off",
			"--safequeue.defaults.capacity=256", "--safequeue.queues.several.concurrency=3",
			"--safequeue.queues.virtual.virtual-threads=" + (Runtime.version().feature() >= 21),
			"--safequeue.queues.virtual.concurrency=4", "--safequeue.queues.unbounded.capacity=0",
			"--safequeue.queues.retried.retry.max-retries=2", "--safequeue.queues.retried.retry.delay=1ms",
			"--safequeue.queues.retried.dead-letter-queue=letters", "--safequeue.queues.letters.capacity=8" };

	@Bean
	ItemFutures ends() {
		return new ItemFutures();
	}

	@Bean
	Desk desk(ItemFutures ends) {
		return new Desk(ends);
	}

	@Bean
	SafeQueue<Work> built(SafeQueueBuilder builder, ItemFutures ends) {
		return builder.name("built").concurrency(2).<Work>handler((work) -> {
			work.handle();
			ends.outcomes.handled(work);
		}).build();
	}

	static class Desk {

		private final ItemFutures ends;

		Desk(ItemFutures ends) {
			this.ends = ends;
		}

		@SafeQueueListener({ "single", "several", "virtual", "unbounded", "retried" })
		void on(Work work) throws InterruptedException {
			work.handle();
			this.ends.outcomes.handled(work);
		}

		@SafeQueueListener(queues = "lanes", concurrency = "3", key = "customer")
		void inLanes(Work work) throws InterruptedException {
			on(work);
		}

		@SafeQueueListener(queues = "batches", batchSize = "5")
		void onBatch(List<Work> batch) throws InterruptedException {
			for (Work work : batch) {
				work.handle();
			}
			batch.forEach(this.ends.outcomes::handled);
		}

		@SafeQueueListener("letters")
		void onLetter(DeadLetter<Work> letter) {
			this.ends.outcomes.onDeadLetter(letter);
		}

	}

}
