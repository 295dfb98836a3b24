/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.springframework.core.task.VirtualThreadTaskExecutor;

import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.WorkTimings;
import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.testing.Outcomes;

/**
 * Offers with less and less of the stack left, and tells whether the queue survived. Each
 * queue is dived into again and again; before every other dive its workers park, so that
 * the stack also ends inside their wake-up.
 */
final class StackOverflowProbe {

	/** How many frames above the overflow offers are made. */
	private static final int FRAMES = 200;

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private final DefaultSafeQueue<Object> queue;

	private final boolean submits;

	private final AtomicLong handled;

	private long answered;

	private long hits;

	private int frames;

	private StackOverflowProbe(DefaultSafeQueue<Object> queue, boolean submits, AtomicLong handled) {
		this.queue = queue;
		this.submits = submits;
		this.handled = handled;
	}

	/**
	 * Probe queues.
	 * @param args how many dives, how many offers before the first one, and the shapes of
	 * the queues
	 */
	public static void main(String[] args) throws Exception {
		int dives = Integer.parseInt(args[0]);
		int offersBefore = Integer.parseInt(args[1]);
		for (int i = 2; i < args.length; i++) {
			AtomicLong handled = new AtomicLong();
			DefaultSafeQueue<Object> queue = queue(args[i].replace("-submit", ""), handled);
			queue.start();
			StackOverflowProbe probe = new StackOverflowProbe(queue, args[i].endsWith("-submit"), handled);
			probe.warm(offersBefore);
			String verdict = "sound";
			for (int dive = 0; verdict.equals("sound") && dive < dives; dive++) {
				probe.dive(dive);
				verdict = probe.verdict();
			}
			System.out.printf("probed %s hits=%d accepted=%d %s%n", args[i], probe.hits, queue.snapshot().accepted(),
					verdict);
		}
		System.exit(0);
	}

	private static DefaultSafeQueue<Object> queue(String shape, AtomicLong handled) {
		QueueBuffer broken = switch (shape) {
			case "method-call" -> new BrokenBuffers.PublishesByMethodCall();
			case "without-reserve" -> new BrokenBuffers.OffersWithoutReserve();
			case "counts-between" -> new BrokenBuffers.CountsBetweenClaimAndPublication();
			case "counts-afterwards" -> new BrokenBuffers.CountsAfterPublication();
			default -> null;
		};
		if (broken != null) {
			return new DefaultSafeQueue<>(Fixtures.settings(1024, 1, new Outcomes()),
					(item) -> handled.incrementAndGet(), Duration.ZERO, broken);
		}
		SafeQueueBuilder builder = Fixtures.managed().name("q").handler((item) -> handled.incrementAndGet());
		builder.capacity((shape.equals("linked")) ? 0 : (shape.equals("small")) ? 4 : 1024);
		builder.concurrency((shape.equals("lanes") || shape.equals("several") || shape.equals("virtual")) ? 3 : 1);
		builder.virtualThreads(shape.equals("virtual"));
		if (shape.equals("lanes")) {
			builder.key(Object::hashCode);
		}
		if (shape.equals("timed")) {
			builder.timings(new NoTimings());
		}
		return (DefaultSafeQueue<Object>) builder.<Object>build();
	}

	private void warm(int offers) throws InterruptedException {
		for (int i = 0; i < offers; i++) {
			leave();
			if (i % 1000 == 0) {
				this.queue.awaitQuiescence(LIMIT);
			}
		}
		this.queue.awaitQuiescence(LIMIT);
	}

	private void dive(int round) throws InterruptedException {
		if (round % 2 == 0) {
			awaitParked();
		}
		Runnable task = () -> shift(round % 16);
		Thread thread = (round % 3 == 2 && WorkerThreads.supportsVirtual())
				? new VirtualThreadTaskExecutor().getVirtualThreadFactory().newThread(task)
				: new Thread(null, task, "diver", 256 * 1024);
		thread.start();
		thread.join();
	}

	private void awaitParked() {
		long start = System.nanoTime();
		while (!this.queue.core().pool.workers.stream().allMatch(Worker::isAtRest)
				&& System.nanoTime() - start < LIMIT.toNanos()) {
			LockSupport.parkNanos(100_000);
		}
	}

	/** Whether all that was accepted was handled, and the figures are right. */
	private String verdict() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			leave();
		}
		if (!this.queue.awaitQuiescence(LIMIT)) {
			return "wedged";
		}
		SafeQueueSnapshot end = this.queue.snapshot();
		if (this.handled.get() < this.answered) {
			return "lost " + end;
		}
		return (end.accepted() == this.handled.get() && end.handled() == end.accepted() && end.size() == 0
				&& end.inFlight() == 0 && !this.queue.blockedByUnpublishedItem()) ? "sound" : "miscounted " + end;
	}

	/** Moves the frames below by parts of one, round by round. */
	private long shift(int more) {
		long a = more;
		long b = a + 1;
		if (more > 0) {
			return shift(more - 1) + b;
		}
		this.frames = 0;
		dive();
		return a + b;
	}

	@SuppressWarnings("InfiniteRecursion") // ends where the stack does
	private void dive() {
		try {
			dive();
		}
		catch (StackOverflowError ex) {
			// This frame is as deep as it gets.
		}
		if (this.frames < FRAMES) {
			this.frames++;
			try {
				leave();
			}
			catch (StackOverflowError ex) {
				this.hits++;
			}
		}
	}

	private void leave() {
		boolean accepted = (this.submits) ? !this.queue.submit("item").isCompletedExceptionally()
				: this.queue.offer("item");
		if (accepted) {
			this.answered++;
		}
	}

	private static final class NoTimings implements WorkTimings {

		@Override
		public void handling(String queue, long nanos) {
		}

		@Override
		public void waiting(String queue, long nanos) {
		}

	}

}
