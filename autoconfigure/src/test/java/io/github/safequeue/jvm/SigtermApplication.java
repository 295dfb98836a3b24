/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.jvm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import jakarta.annotation.PreDestroy;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.core.ParameterizedTypeReference;

import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.testing.Figures;

/**
 * Four threads submit until the JVM ends. What they were answered and what became of each
 * item is written at the very end. Arguments: the file, the pause between two submissions
 * in nanoseconds, and properties.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ SigtermApplication.Single.class, SigtermApplication.Batches.class, SigtermApplication.Keyed.class,
		SigtermApplication.LastWords.class })
class SigtermApplication {

	static final int PRODUCERS = 4;

	static final int LAST_WORDS = 20;

	private static final int ITEMS_EACH = 1_000_000;

	/** What became of each item: how often it was settled. */
	private static final AtomicIntegerArray settled = new AtomicIntegerArray(PRODUCERS * ITEMS_EACH + LAST_WORDS);

	private static final AtomicLong accepted = new AtomicLong();

	private static final AtomicLong handled = new AtomicLong();

	private static final AtomicLong failed = new AtomicLong();

	private static final AtomicLong undelivered = new AtomicLong();

	private static final AtomicLong lastWordsAccepted = new AtomicLong();

	private static final AtomicIntegerArray next = new AtomicIntegerArray(PRODUCERS);

	private static volatile boolean over;

	public static void main(String[] args) throws InterruptedException {
		List<Thread> producers = new ArrayList<>();
		List<SafeQueue<Item>> queues = new ArrayList<>();
		// The first to be added runs last: all contexts are closed by then.
		SpringApplication.getShutdownHandlers().add(() -> end(Path.of(args[0]), producers, queues.get(0)));
		SafeQueue<Item> queue = new SpringApplication(SigtermApplication.class).run(args)
			.getBeanProvider(new ParameterizedTypeReference<SafeQueue<Item>>() {
			})
			.getObject();
		queues.add(queue);
		CountDownLatch busy = new CountDownLatch(PRODUCERS);
		for (int i = 0; i < PRODUCERS; i++) {
			int producer = i;
			producers.add(new Thread(() -> produce(queue, producer, Long.parseLong(args[1]), busy), "producer-" + i));
		}
		producers.forEach(Thread::start);
		busy.await();
		System.out.println("ready");
	}

	private static void produce(SafeQueue<Item> queue, int producer, long pause, CountDownLatch busy) {
		int count = 0;
		while (!over && count < ITEMS_EACH) {
			if (queue.offer(new Item(producer * ITEMS_EACH + count, producer))) {
				accepted.incrementAndGet();
				count++;
				if (count == 200) {
					busy.countDown();
				}
			}
			if (pause > 0) {
				LockSupport.parkNanos(pause);
			}
		}
		next.set(producer, count);
	}

	private static void end(Path file, List<Thread> producers, SafeQueue<Item> queue) {
		over = true;
		try {
			for (Thread producer : producers) {
				producer.join(10_000);
			}
		}
		catch (InterruptedException ex) {
			return;
		}
		Figures.awaitNothingInFlight(queue);
		long wrong = 0;
		for (int producer = 0; producer < PRODUCERS; producer++) {
			for (int i = 0; i < ITEMS_EACH; i++) {
				int expected = (i < next.get(producer)) ? 1 : 0;
				wrong += (settled.get(producer * ITEMS_EACH + i) == expected) ? 0 : 1;
			}
		}
		new Figures().put(queue)
			.put("offered true", accepted.get())
			.put("seen handled", handled.get())
			.put("seen failed", failed.get())
			.put("seen undelivered", undelivered.get())
			.put("last words", lastWordsAccepted.get())
			.put("not settled once", wrong)
			.write(file);
	}

	private static void handle(Item item) {
		if (item.number() % 16 == 0) {
			LockSupport.parkNanos(20_000);
		}
		if (item.number() % 97 == 0) {
			throw new IllegalStateException("failed on purpose");
		}
	}

	private static void handled(Item item) {
		settled.incrementAndGet(item.number());
		handled.incrementAndGet();
	}

	@Bean
	DeadLetterHandler deadLetterHandler() {
		return (letter) -> {
			List<?> items = (letter.item() instanceof List<?> list) ? list : List.of(letter.item());
			items.forEach((item) -> settled.incrementAndGet(((Item) item).number()));
			failed.addAndGet(items.size());
		};
	}

	@Bean
	UndeliveredWorkHandler undeliveredWorkHandler() {
		return (work) -> {
			work.items().forEach((item) -> settled.incrementAndGet(((Item) item).number()));
			undelivered.addAndGet(work.items().size());
		};
	}

	record Item(int number, int producer) {
	}

	@Profile("single")
	static class Single {

		@SafeQueueListener("items")
		void on(Item item) {
			handle(item);
			handled(item);
		}

	}

	@Profile("batches")
	static class Batches {

		@SafeQueueListener(queues = "items", batchSize = "8")
		void on(List<Item> items) {
			items.forEach(SigtermApplication::handle);
			items.forEach(SigtermApplication::handled);
		}

	}

	@Profile("keyed")
	static class Keyed {

		@SafeQueueListener(queues = "items", key = "producer")
		void on(Item item) {
			handle(item);
			handled(item);
		}

	}

	static class LastWords {

		private final SafeQueue<Item> queue;

		LastWords(SafeQueue<Item> queue) {
			this.queue = queue;
		}

		@PreDestroy
		void submit() {
			for (int i = 0; i < LAST_WORDS; i++) {
				if (this.queue.offer(new Item(PRODUCERS * ITEMS_EACH + i, 0))) {
					accepted.incrementAndGet();
					lastWordsAccepted.incrementAndGet();
				}
			}
		}

	}

}
