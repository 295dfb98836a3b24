/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.UndeliveredWork;

/**
 * Queues in a heap that is full to the brim: submitters offer and submit, handlers and
 * whatever takes dead letters run out of memory, and the queue is closed in the midst of
 * it. All that the application needs for its own notes is allocated before.
 */
final class FullHeapApplication {

	private static final int PRODUCERS = 4;

	private static final int ITEMS = 4_000;

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final Item[][] items = new Item[PRODUCERS][ITEMS];

	private final AtomicBoolean stop = new AtomicBoolean();

	private final AtomicLong errors = new AtomicLong();

	private final AtomicLong errorsOfOffer = new AtomicLong();

	private final String shape;

	private FullHeapApplication(String shape) {
		this.shape = shape;
		for (Item[] mine : this.items) {
			for (int i = 0; i < mine.length; i++) {
				mine[i] = new Item(i);
			}
		}
	}

	/**
	 * Try each shape.
	 * @param args for how many milliseconds the heap is full, and the shapes
	 */
	public static void main(String[] args) throws Exception {
		long millis = Long.parseLong(args[0]);
		for (int i = 1; i < args.length; i++) {
			new FullHeapApplication(args[i]).run("full", millis, false);
			new FullHeapApplication(args[i]).run("closing", millis, true);
		}
		System.exit(0);
	}

	private void run(String kind, long millis, boolean closing) throws Exception {
		CloseableSafeQueue<Item> queue = queue();
		List<Thread> threads = new ArrayList<>();
		for (Item[] mine : this.items) {
			threads.add(new Thread(() -> produce(queue, mine)));
		}
		Closer closer = new Closer(queue);
		Brim brim = new Brim();
		threads.forEach(Thread::start);
		Thread closerThread = new Thread(closer);
		if (closing) {
			closerThread.start();
		}
		brim.start();
		brim.awaitFull();
		park(millis);
		if (closing) {
			closer.begin.set(true);
			// Longer than the queue may drain: what waits is swept in a full heap.
			park(900);
		}
		brim.release();
		this.stop.set(true);
		for (Thread thread : threads) {
			thread.join();
		}
		if (closing) {
			closerThread.join();
		}
		boolean quiet = queue.awaitQuiescence(LIMIT);
		String verdict = (quiet) ? settledVerdict(queue) : "wedged " + queue.snapshot();
		Closer last = new Closer(queue);
		last.begin.set(true);
		last.run();
		if (verdict.isEmpty()) {
			verdict = settledVerdict(queue);
		}
		System.out.printf("tried %s %s errors=%d full=%d accepted=%d undelivered=%d close=%d %s%n", kind, this.shape,
				this.errors.get(), brim.times.get(), queue.snapshot().accepted(), queue.snapshot().undelivered(),
				Math.max(last.millis, closer.millis), (verdict.isEmpty()) ? "sound" : verdict);
	}

	private CloseableSafeQueue<Item> queue() {
		SafeQueueBuilder builder = SafeQueues.builder()
			.name("q")
			.capacity((this.shape.startsWith("linked")) ? 0 : 256)
			.drainTimeout(Duration.ofMillis(300))
			.deadLetterHandler(this::deadLetter)
			.undeliveredWorkHandler(this::undelivered)
			.virtualThreads(this.shape.equals("virtual"));
		if (this.shape.equals("lanes")) {
			builder.concurrency(3).key((Item item) -> item.number);
		}
		return (this.shape.endsWith("batch") ? builder.batchHandler(this::handleAll, 300)
				: builder.handler(this::handle))
			.build();
	}

	private void produce(CloseableSafeQueue<Item> queue, Item[] mine) {
		for (Item item : mine) {
			item.told = Told.REFUSED;
			while (!this.stop.get() && item.told == Told.REFUSED) {
				leave(queue, item);
				LockSupport.parkNanos(50_000);
			}
		}
	}

	private void leave(CloseableSafeQueue<Item> queue, Item item) {
		boolean submits = item.number % 3 == 0;
		try {
			if (submits) {
				CompletableFuture<Void> future = queue.submit(item);
				item.future = future;
				item.told = future.isCompletedExceptionally() && item.ends == 0 ? Told.UNKNOWN : Told.ACCEPTED;
			}
			else if (queue.offer(item)) {
				item.told = Told.ACCEPTED;
			}
		}
		catch (OutOfMemoryError ex) {
			this.errors.getAndIncrement();
			item.told = Told.UNKNOWN;
			if (!submits && !this.shape.startsWith("linked")) {
				this.errorsOfOffer.getAndIncrement();
			}
		}
	}

	private void handle(Item item) {
		LockSupport.parkNanos(20_000);
		use(item, 4);
		item.handled = 1;
		Item.ENDS.getAndIncrement(item);
	}

	private void handleAll(List<Item> items) {
		LockSupport.parkNanos(20_000);
		use(items.get(0), 2);
		for (int i = 0; i < items.size(); i++) {
			items.get(i).handled = 1;
			Item.ENDS.getAndIncrement(items.get(i));
		}
	}

	private void deadLetter(DeadLetter<?> letter) {
		Item item = (Item) letter.item();
		Item.ENDS.getAndIncrement(item);
		use(item, 8);
	}

	private void undelivered(UndeliveredWork work) {
		for (Object item : work.items()) {
			((Item) item).undelivered = 1;
			Item.ENDS.getAndIncrement((Item) item);
		}
	}

	/** Use a bit of memory for every so many items. */
	private void use(Item item, int every) {
		try {
			if (item.number % every == 0 && new byte[64 * 1024].length == item.number) {
				throw new IllegalStateException();
			}
		}
		catch (OutOfMemoryError ex) {
			this.errors.getAndIncrement();
			throw ex;
		}
	}

	/** What is undelivered is counted before it is reported. */
	private String settledVerdict(CloseableSafeQueue<Item> queue) {
		long start = System.nanoTime();
		String verdict = verdict(queue);
		while (!verdict.isEmpty() && System.nanoTime() - start < LIMIT.toNanos() / 3) {
			park(20);
			verdict = verdict(queue);
		}
		return verdict;
	}

	private String verdict(CloseableSafeQueue<Item> queue) {
		SafeQueueSnapshot end = queue.snapshot();
		long accepted = 0;
		long handled = 0;
		long undelivered = 0;
		StringBuilder wrong = new StringBuilder();
		for (Item[] mine : this.items) {
			for (Item item : mine) {
				accepted += item.ends;
				handled += item.handled;
				undelivered += item.undelivered;
				if (item.ends > 1 || (item.ends == 0 && item.told == Told.ACCEPTED)
						|| (item.ends == 1 && item.told == Told.REFUSED)) {
					wrong.append(item.told).append(" ended ").append(item.ends).append(" times; ");
				}
				CompletableFuture<Void> future = item.future;
				if (future != null && !isDone(future)) {
					wrong.append("future stays open; ");
				}
			}
		}
		if (accepted != end.accepted() || handled != end.handled() || undelivered != end.undelivered()
				|| end.accepted() != end.handled() + end.failed() + end.undelivered() || end.size() != 0
				|| end.inFlight() != 0 || this.errorsOfOffer.get() > 0) {
			wrong.append("ended %d, handled %d, undelivered %d, errors of offer %d: %s".formatted(accepted, handled,
					undelivered, this.errorsOfOffer.get(), end));
		}
		return (wrong.length() < 400) ? wrong.toString()
				: wrong.substring(0, 200) + " ... " + wrong.substring(wrong.length() - 200);
	}

	private static boolean isDone(CompletableFuture<Void> future) {
		try {
			future.handle((done, failure) -> "").get(5, TimeUnit.SECONDS);
			return true;
		}
		catch (Exception ex) {
			return false;
		}
	}

	private static void park(long millis) {
		long start = System.nanoTime();
		while (System.nanoTime() - start < millis * 1_000_000) {
			LockSupport.parkNanos(5_000_000);
		}
	}

	/** What a submitter was told. */
	enum Told {

		ACCEPTED, REFUSED, UNKNOWN

	}

	/** Notes its own fate. */
	static final class Item {

		static final AtomicIntegerFieldUpdater<Item> ENDS = AtomicIntegerFieldUpdater.newUpdater(Item.class, "ends");

		final int number;

		volatile int ends;

		volatile int handled;

		volatile int undelivered;

		volatile @Nullable Told told;

		volatile @Nullable CompletableFuture<Void> future;

		Item(int number) {
			this.number = number;
		}

	}

	/** Closes the queue, and tries again where there was no memory to begin with it. */
	private static final class Closer implements Runnable {

		private final CloseableSafeQueue<?> queue;

		private final AtomicBoolean begin = new AtomicBoolean();

		volatile long millis;

		Closer(CloseableSafeQueue<?> queue) {
			this.queue = queue;
		}

		@Override
		public void run() {
			while (!this.begin.get()) {
				LockSupport.parkNanos(1_000_000);
			}
			long start = System.nanoTime();
			boolean closed = false;
			while (!closed) {
				try {
					this.queue.close();
					closed = true;
				}
				catch (OutOfMemoryError ex) {
					LockSupport.parkNanos(1_000_000);
				}
			}
			this.millis = (System.nanoTime() - start) / 1_000_000;
		}

	}

	/** Keeps the heap full: takes whatever others give back. */
	private static final class Brim extends Thread {

		private static final int BIGGEST = 1 << 17;

		final AtomicLong times = new AtomicLong();

		private volatile boolean released;

		private @Nullable Object @Nullable [] held;

		@Override
		public void run() {
			int size = BIGGEST;
			while (!this.released) {
				try {
					Object[] more = new Object[size];
					more[0] = this.held;
					this.held = more;
				}
				catch (OutOfMemoryError ex) {
					if (size > 2) {
						size /= 2;
					}
					else {
						size = 1 << 10;
						this.times.getAndIncrement();
						LockSupport.parkNanos(500_000);
					}
				}
			}
			this.held = null;
		}

		void awaitFull() {
			while (this.times.get() == 0) {
				LockSupport.parkNanos(1_000_000);
			}
		}

		void release() throws InterruptedException {
			this.released = true;
			join();
		}

	}

}
