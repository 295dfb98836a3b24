/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkException;

/**
 * Reports to the application what was not handled: to its handler of undelivered work,
 * and to the futures of the submitters. Both run code of the application, which may
 * block. So each runs on a thread of its own, which the closing thread waits for while it
 * has time, and which the watchdog does not wait for. Any thread.
 */
final class UndeliveredReporter {

	private static final String WAITED_FOR_FUTURE = "the drain timeout was over, and worker %d was still waiting for a future. "
			+ "A handler that waits for an item of its own queue keeps the worker or the key that this item needs: "
			+ "let the next step follow the future, or submit to another queue";

	private static final long POLL_NANOS = 500_000;

	private static final long LOOK_FOR_SELF_CLOSE_NANOS = 50_000_000;

	private final QueueSettings settings;

	private final WorkerThreads threads;

	/** Where the handler calls of the queue are. */
	private final List<InFlight> inFlights;

	private final FutureCompletion completion;

	/** Reports that are not finished and not given up. */
	private final Set<Task> open = ConcurrentHashMap.newKeySet();

	UndeliveredReporter(QueueSettings settings, WorkerThreads threads, List<InFlight> inFlights) {
		this.settings = settings;
		this.threads = threads;
		this.inFlights = inFlights;
		this.completion = new FutureCompletion(settings.name(), settings.log());
	}

	/**
	 * Note what is to be reported, in one report with what was noted before and is not
	 * begun. Where memory is short, at most the futures are noted; these may be noted
	 * again.
	 */
	void prepare(List<Object> elements, UndeliveredWork.Reason reason) {
		String queue = this.settings.name();
		List<Object> followed = elements.stream().filter((element) -> Envelope.futureOf(element) != null).toList();
		note("an action that follows the future of an undelivered item has", reason, followed, (all) -> {
			UndeliveredWorkException failure = failure(reason);
			return () -> fail(all, failure);
		});
		note("the handler of undelivered work has", reason, elements, (all) -> {
			UndeliveredWork work = new UndeliveredWork(queue, all.stream().map(Envelope::itemOf).toList(), reason);
			return () -> this.settings.undelivered().onUndelivered(work);
		});
	}

	private void note(String what, UndeliveredWork.Reason reason, List<Object> elements,
			Function<List<Object>, Runnable> preparation) {
		if (elements.isEmpty()
				|| this.open.stream().anyMatch((task) -> task.isOf(what, reason) && task.include(elements))) {
			return;
		}
		this.open.add(new Task(what, reason, elements, preparation));
	}

	/**
	 * Create what futures fail with. Where a worker waited for a future at the deadline,
	 * that may be the future of an item that never had its turn.
	 */
	private UndeliveredWorkException failure(UndeliveredWork.Reason reason) {
		String queue = this.settings.name();
		for (InFlight inFlight : this.inFlights) {
			if (reason == UndeliveredWork.Reason.DRAIN_TIMEOUT && inFlight.waitedForFuture) {
				return new UndeliveredWorkException(queue, reason, WAITED_FOR_FUTURE.formatted(inFlight.number));
			}
		}
		return new UndeliveredWorkException(queue, reason);
	}

	/** By index: an iterator or lambda would need memory. */
	private void fail(List<Object> elements, UndeliveredWorkException failure) {
		for (int i = 0; i < elements.size(); i++) {
			this.completion.complete(elements.get(i), failure);
		}
	}

	/**
	 * Begin the reports that were noted and are not begun. Does not wait. What finds no
	 * memory for a thread is left to the next call.
	 */
	void start() {
		try {
			this.open.forEach(Task::start);
		}
		catch (OutOfMemoryError ex) {
			// Called again while the queue closes, and by the watchdog.
		}
	}

	/** Return whether there is anything that {@link #start()} could not begin. */
	boolean isAnyWaiting() {
		return this.open.stream().anyMatch((task) -> task.thread == null);
	}

	/**
	 * Wait until all is reported. A report that is not finished in time is interrupted
	 * and goes on alone. One that waits for the closing itself is not waited for.
	 */
	void await(long end, LongConsumer nap) {
		for (Task task : this.open) {
			long nextLook = System.nanoTime() + LOOK_FOR_SELF_CLOSE_NANOS;
			int waitsForClose = 0;
			while (this.open.contains(task) && waitsForClose < 2) {
				long now = System.nanoTime();
				if (now - end >= 0) {
					if (task.thread == null) {
						break;
					}
					giveUp(task);
				}
				else if (now - nextLook >= 0) {
					waitsForClose = (task.waitsForClose()) ? waitsForClose + 1 : 0;
					nextLook = now + LOOK_FOR_SELF_CLOSE_NANOS;
				}
				else {
					start();
					nap.accept(POLL_NANOS);
				}
			}
		}
	}

	private void giveUp(Task task) {
		Thread thread = task.thread;
		if (!this.open.remove(task) || thread == null) {
			return;
		}
		IllegalStateException where = new IllegalStateException("Where it stands");
		where.setStackTrace(thread.getStackTrace());
		this.settings.log()
			.error("Queue '%s': %s not returned, and closing no longer waits for it; %d items may be unreported: %s"
				.formatted(this.settings.name(), task.what, task.elements.size(), types(task.elements)), where);
		thread.interrupt();
	}

	/** Name the types of items. */
	static String types(List<?> elements) {
		return elements.stream()
			.map((element) -> Envelope.itemOf(element).getClass().getName())
			.distinct()
			.sorted()
			.collect(Collectors.joining(", "));
	}

	/**
	 * A report, to the handler or to futures. Has all that it needs.
	 */
	private final class Task implements Runnable {

		private final String what;

		private final UndeliveredWork.Reason reason;

		private final Function<List<Object>, Runnable> preparation;

		private volatile List<Object> elements;

		/** Guarded by this. */
		private Runnable action;

		/** Guarded by this. */
		private boolean begun;

		private volatile @Nullable Thread thread;

		Task(String what, UndeliveredWork.Reason reason, List<Object> elements,
				Function<List<Object>, Runnable> preparation) {
			this.what = what;
			this.reason = reason;
			this.preparation = preparation;
			this.elements = elements;
			this.action = preparation.apply(elements);
		}

		boolean isOf(String what, UndeliveredWork.Reason reason) {
			return this.what.equals(what) && this.reason == reason;
		}

		/**
		 * Include more elements, and return whether that is done. So workers that give up
		 * at the same time make few reports.
		 */
		synchronized boolean include(List<Object> more) {
			if (this.begun) {
				return false;
			}
			List<Object> all = new ArrayList<>(this.elements);
			all.addAll(more);
			this.action = this.preparation.apply(all);
			this.elements = all;
			return true;
		}

		private synchronized Runnable begin() {
			this.begun = true;
			return this.action;
		}

		synchronized void start() {
			if (this.thread == null) {
				Thread thread = UndeliveredReporter.this.threads.helper(this, "undelivered");
				thread.start();
				this.thread = thread;
			}
		}

		@Override
		public void run() {
			try {
				begin().run();
			}
			catch (Throwable ex) {
				UndeliveredReporter.this.settings.log()
					.error(EngineLog.Trouble.UNDELIVERED, UndeliveredReporter.this.settings.name(), ex);
			}
			finally {
				UndeliveredReporter.this.open.remove(this);
			}
		}

		boolean waitsForClose() {
			Thread thread = this.thread;
			return thread != null && SelfCloseDetector.isWaitingForClose(thread);
		}

	}

}
