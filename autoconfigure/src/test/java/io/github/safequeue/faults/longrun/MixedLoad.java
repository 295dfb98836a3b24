/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.longrun;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.testing.Outcomes;

/**
 * One context under mixed load, from start to close: threads that submit until after it
 * closed, pauses, suspensions, failures, and time to drain or none. Is given a seed, and
 * a negative one leaves the context open. Returns how much was accepted, how much was
 * lost, and how many milliseconds closing took beyond the drain timeout.
 */
public class MixedLoad implements LongFunction<long[]> {

	private static final int PRODUCERS = 3;

	private final AtomicInteger ids = new AtomicInteger();

	private final AtomicBoolean closing = new AtomicBoolean();

	private final AtomicBoolean over = new AtomicBoolean();

	private final List<Thread> threads = new ArrayList<>();

	@Override
	public long[] apply(long seed) {
		Random random = new Random(seed);
		Duration drainTimeout = List.of(Duration.ZERO, Duration.ofMillis(20), Duration.ofSeconds(20))
			.get(random.nextInt(3));
		ConfigurableApplicationContext context = start(drainTimeout);
		ItemFutures ends = context.getBean(ItemFutures.class);
		Collection<SafeQueue<?>> queues = context.getBean(SafeQueueRegistry.class).all();
		begin(context, ends, random);
		for (int i = random.nextInt(4); i > 0; i--) {
			LockSupport.parkNanos(random.nextInt(20_000_000));
			context.stop();
			LockSupport.parkNanos(random.nextInt(2_000_000));
			// Some contexts are closed while they are stopped.
			if (i > 1 || random.nextBoolean()) {
				context.start();
			}
		}
		LockSupport.parkNanos(random.nextInt(20_000_000));
		this.closing.set(true);
		long beyond = (seed < 0) ? 0 : close(context, drainTimeout);
		end();
		if (seed < 0) {
			return new long[] { 0, 0, 0 };
		}
		return figures(ends, queues, beyond);
	}

	private static ConfigurableApplicationContext start(Duration drainTimeout) {
		SpringApplication application = new SpringApplication(LongRunQueues.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLogStartupInfo(false);
		// A hook would keep the class loader for as long as the JVM lives.
		application.setRegisterShutdownHook(false);
		List<String> properties = new ArrayList<>(List.of(LongRunQueues.PROPERTIES));
		properties.add("--safequeue.shutdown.drain-timeout=" + drainTimeout.toMillis() + "ms");
		return application.run(properties.toArray(String[]::new));
	}

	@SuppressWarnings("unchecked")
	private void begin(ConfigurableApplicationContext context, ItemFutures ends, Random random) {
		List<SafeQueue<Work>> queues = LongRunQueues.QUEUES.stream()
			.map((name) -> (SafeQueue<Work>) context.getBean(name, SafeQueue.class))
			.toList();
		SafeQueue<Runnable> tasks = context.getBean("safeQueue", SafeQueue.class);
		for (int i = 0; i < PRODUCERS; i++) {
			Random chance = new Random(random.nextLong());
			run(() -> {
				submit(queues, tasks, ends, chance);
				// While it closes there are moments in which nothing waits.
				LockSupport.parkNanos(chance.nextInt((this.closing.get()) ? 2_000_000 : 100_000));
			});
		}
		Random chance = new Random(random.nextLong());
		run(() -> {
			SafeQueue<Work> queue = queues.get(chance.nextInt(queues.size()));
			queue.pause();
			LockSupport.parkNanos(chance.nextInt(500_000));
			queue.resume();
		});
	}

	/** Repeat something until the context is closed, and a little longer. */
	private void run(Runnable action) {
		Thread thread = new Thread(() -> {
			while (!this.over.get()) {
				action.run();
			}
			action.run();
		}, "load");
		this.threads.add(thread);
		thread.start();
	}

	private void submit(List<SafeQueue<Work>> queues, SafeQueue<Runnable> tasks, ItemFutures ends, Random random) {
		int id = this.ids.incrementAndGet();
		int queue = random.nextInt(queues.size() + 1);
		if (queue == queues.size()) {
			ends.offer(tasks, new Task(id, ends.outcomes));
			return;
		}
		Work work = new Work(id, random.nextInt(Work.CUSTOMERS), Work.Kind.of(random.nextInt(100)));
		if (random.nextInt(4) == 0) {
			ends.submit(queues.get(queue), work);
		}
		else {
			ends.offer(queues.get(queue), work);
		}
	}

	private static long close(ConfigurableApplicationContext context, Duration drainTimeout) {
		long start = System.nanoTime();
		context.close();
		long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
		return (took < drainTimeout.toMillis()) ? took : took - drainTimeout.toMillis();
	}

	private void end() {
		this.over.set(true);
		try {
			for (Thread thread : this.threads) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static long[] figures(ItemFutures ends, Collection<SafeQueue<?>> queues, long beyond) {
		long accepted = 0;
		for (SafeQueue<?> queue : queues) {
			SafeQueueSnapshot end = settled(queue);
			accepted += (queue.name().equals("letters")) ? 0 : end.accepted();
		}
		ends.readFutures();
		Outcomes outcomes = ends.outcomes;
		outcomes.assertTrue();
		if (outcomes.accepted() != accepted) {
			throw new AssertionError("%d accepted, %d told".formatted(accepted, outcomes.accepted()));
		}
		return new long[] { accepted, outcomes.lost(), beyond };
	}

	private static SafeQueueSnapshot settled(SafeQueue<?> queue) {
		boolean settled = false;
		try {
			settled = queue.awaitQuiescence(Duration.ofSeconds(30));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		SafeQueueSnapshot end = queue.snapshot();
		if (!settled || end.state() != SafeQueueState.CLOSED || end.size() != 0 || end.inFlight() != 0
				|| end.accepted() != end.handled() + end.failed() + end.undelivered()) {
			throw new AssertionError("Not conserved: " + end);
		}
		return end;
	}

	/**
	 * A task.
	 *
	 * @param id which one
	 * @param outcomes where its end is noted
	 */
	private record Task(int id, Outcomes outcomes) implements Runnable {

		@Override
		public void run() {
			this.outcomes.handled(this);
		}

	}

}
