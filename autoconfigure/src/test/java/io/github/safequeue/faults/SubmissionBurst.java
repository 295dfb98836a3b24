/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.testing.ForkedJvm;

/**
 * Submissions of one caller at one moment, offers and submits in turns: 20 that find
 * room, and 20 more that fill the queue. Nothing is taken from the queue meanwhile, so
 * that each answer can be told beforehand and a submission that waits for room would wait
 * for ever.
 *
 * <p>
 * Submitted by one thread, verified by another one afterwards. Nothing is called between
 * an answer and its note, since the caller may have no stack left.
 */
final class SubmissionBurst {

	static final int ROUND = 20;

	/** Holds the first round and a part of the second one. */
	static final int CAPACITY = 32;

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private final SafeQueue<SubmissionBurstItem> queue;

	private final boolean closed;

	private final SubmissionBurstItem[] items;

	private final Answer[] answers;

	private final @Nullable CompletableFuture<?>[] futures;

	private final int room;

	private final AtomicBoolean begun = new AtomicBoolean();

	private final CountDownLatch ended = new CountDownLatch(1);

	private int next;

	private int answered;

	private int flagChanges;

	private long waits;

	private @Nullable SafeQueueSnapshot end;

	/**
	 * Prepare submissions.
	 * @param queue the queue
	 * @param closed whether it is closed
	 * @param spare how many submissions may die without an answer
	 */
	SubmissionBurst(SafeQueue<SubmissionBurstItem> queue, boolean closed, int spare) {
		this.queue = queue;
		this.closed = closed;
		int count = 2 * ROUND + spare;
		this.items = IntStream.range(0, count)
			.mapToObj((i) -> new SubmissionBurstItem())
			.toArray(SubmissionBurstItem[]::new);
		this.answers = IntStream.range(0, count).mapToObj((i) -> Answer.UNKNOWN).toArray(Answer[]::new);
		this.futures = new CompletableFuture<?>[count];
		this.room = queue.capacity() - queue.size();
	}

	/** Submit all, unless that was begun before. */
	void run() {
		if (this.begun.compareAndSet(false, true)) {
			long before = waits();
			while (!isOver()) {
				step();
			}
			this.waits = waits() - before;
			finish();
		}
	}

	/** How often the current thread was blocked or parked, where that is known. */
	private static long waits() {
		ThreadInfo info = THREADS.getThreadInfo(Thread.currentThread().getId());
		return (info != null) ? info.getBlockedCount() + info.getWaitedCount() : 0;
	}

	boolean isOver() {
		return this.answered == 2 * ROUND || this.next == this.items.length;
	}

	void step() {
		int number = this.next++;
		boolean flag = Thread.currentThread().isInterrupted();
		if (number % 2 == 0) {
			this.answers[number] = this.queue.offer(this.items[number]) ? Answer.ACCEPTED : Answer.REFUSED;
		}
		else {
			CompletableFuture<Void> future = this.queue.submit(this.items[number]);
			this.futures[number] = future;
			this.answers[number] = future.isCompletedExceptionally() ? Answer.REFUSED : Answer.ACCEPTED;
		}
		this.answered++;
		if (Thread.currentThread().isInterrupted() != flag) {
			this.flagChanges++;
		}
	}

	/** All is submitted. Called while nothing is taken from the queue yet. */
	void finish() {
		this.end = this.queue.snapshot();
		this.ended.countDown();
	}

	void awaitEnd() throws InterruptedException {
		BlockedHandler.await(this.ended, "the submissions to return");
	}

	int count(Answer answer) {
		return (int) IntStream.range(0, this.next).filter((i) -> this.answers[i] == answer).count();
	}

	/** How many items were accepted, whether their submitter was told so or not. */
	int accepted() {
		return (int) IntStream.range(0, this.next)
			.filter((i) -> this.answers[i] == Answer.ACCEPTED
					|| (this.answers[i] == Answer.UNKNOWN && this.items[i].ends() > 0))
			.count();
	}

	/** How many accepted items were not handled once. */
	int lost() {
		return (int) IntStream.range(0, this.next)
			.filter((i) -> this.answers[i] == Answer.ACCEPTED && this.items[i].ends() != 1)
			.count();
	}

	/** Tell what is wrong, once the context is closed. */
	void verify(List<String> problems) {
		check(this.end != null, "the submissions did not return", problems);
		check(this.answered == 2 * ROUND, this.answered + " answers", problems);
		check(this.flagChanges == 0, "the interrupt flag changed " + this.flagChanges + " times", problems);
		check(this.waits == 0, "the submitting thread waited " + this.waits + " times", problems);
		verifyAnswers(problems);
		awaitFutures();
		for (int i = 0; i < this.items.length; i++) {
			Answer answer = this.answers[i];
			SubmissionBurstItem item = this.items[i];
			boolean right = (answer == Answer.ACCEPTED) ? item.handled.get() == 1 && item.ends() == 1
					: item.ends() <= ((answer == Answer.UNKNOWN && i < this.next) ? 1 : 0);
			check(right, "item %d was %s, handled %d times and ended %d times".formatted(i, answer, item.handled.get(),
					item.ends()), problems);
			check(item.looks.get() == 0, "item " + i + " was looked at", problems);
			CompletableFuture<?> future = this.futures[i];
			if (future != null && answer != Answer.UNKNOWN) {
				RejectedWorkException.Reason expected = this.closed ? RejectedWorkException.Reason.CLOSED
						: RejectedWorkException.Reason.FULL;
				String outcome = (answer == Answer.ACCEPTED) ? "handled" : this.queue.name() + " " + expected;
				check(outcome.equals(outcome(future)), "future " + i + " says " + outcome(future), problems);
			}
		}
	}

	private void verifyAnswers(List<String> problems) {
		SafeQueueSnapshot end = this.end;
		if (end == null) {
			return;
		}
		int accepted = count(Answer.ACCEPTED);
		if (this.closed) {
			check(accepted == 0, accepted + " accepted by a closed queue", problems);
			return;
		}
		int expected = Math.min(2 * ROUND, this.room);
		boolean right = (count(Answer.UNKNOWN) == 0) ? accepted == expected : accepted <= expected;
		check(right, accepted + " accepted with room for " + this.room, problems);
		check(count(Answer.REFUSED) == 0 || end.size() == end.capacity(), "refused with room left", problems);
		check(end.accepted() == end.handled() + end.failed() + end.undelivered() + end.size() + end.inFlight(),
				"not conserved: " + end, problems);
	}

	private void awaitFutures() {
		CompletableFuture<?>[] answered = IntStream.range(0, this.next)
			.filter((i) -> this.answers[i] != Answer.UNKNOWN)
			.mapToObj((i) -> this.futures[i])
			.filter(Objects::nonNull)
			.toArray(CompletableFuture<?>[]::new);
		try {
			CompletableFuture.allOf(answered).get(ForkedJvm.LIMIT.toSeconds() / 2, TimeUnit.SECONDS);
		}
		catch (ExecutionException | InterruptedException | TimeoutException ex) {
			// Each tells for itself.
		}
	}

	private static String outcome(CompletableFuture<?> future) {
		if (!future.isDone()) {
			return "nothing";
		}
		try {
			future.join();
			return "handled";
		}
		catch (CompletionException ex) {
			return (ex.getCause() instanceof RejectedWorkException rejected)
					? rejected.queue() + " " + rejected.reason() : ex.toString();
		}
	}

	private static void check(boolean right, String problem, List<String> problems) {
		if (!right) {
			problems.add(problem);
		}
	}

	/**
	 * What a submitter was told.
	 */
	enum Answer {

		ACCEPTED, REFUSED,

		/** An error came instead of an answer. */
		UNKNOWN

	}

}
