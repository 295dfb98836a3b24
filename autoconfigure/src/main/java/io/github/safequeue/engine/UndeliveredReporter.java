package io.github.safequeue.engine;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.UndeliveredWork;

/**
 * Reports to the application what was not handled: to its handler of undelivered work,
 * and to the futures of the submitters. Both run code of the application, which may
 * block. So each runs on a thread of its own, which the closing thread waits for while it
 * has time, and which the watchdog does not wait for. Any thread.
 */
final class UndeliveredReporter {

	private static final long POLL_NANOS = 500_000;

	private static final long LOOK_FOR_SELF_CLOSE_NANOS = 50_000_000;

	private final QueueSettings settings;

	private final WorkerThreads threads;

	private final FutureCompletion completion;

	/** Reports that are not finished and not given up. */
	private final Set<Task> open = ConcurrentHashMap.newKeySet();

	UndeliveredReporter(QueueSettings settings, WorkerThreads threads) {
		this.settings = settings;
		this.threads = threads;
		this.completion = new FutureCompletion(settings.name(), settings.log());
	}

	/** Note what is to be reported. Where memory is short, nothing is noted. */
	void prepare(List<Object> elements, UndeliveredWork.Reason reason) {
		if (elements.isEmpty()) {
			return;
		}
		List<Object> followed = elements.stream().filter((element) -> Envelope.futureOf(element) != null).toList();
		Task handler = new Task(elements, reason);
		Task futures = new Task(followed, null);
		this.open.add(handler);
		try {
			if (!followed.isEmpty()) {
				this.open.add(futures);
			}
		}
		catch (OutOfMemoryError ex) {
			this.open.remove(handler);
			throw ex;
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
		IllegalStateException where = new IllegalStateException("It is here");
		where.setStackTrace(thread.getStackTrace());
		this.settings.log()
			.error("Queue '%s': %s not returned and is not waited for any longer; %d items may be unreported: %s"
				.formatted(this.settings.name(),
						(task.reason != null) ? "the handler of undelivered work has"
								: "what follows the futures of undelivered items has",
						task.elements.size(), types(task.elements)),
					where);
		thread.interrupt();
	}

	/** Create what the futures of undelivered items fail with. */
	static RejectedWorkException refusal(String queue) {
		return new RejectedWorkException(queue, RejectedWorkException.Reason.CLOSED);
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
	 * A report: to the handler if there is a reason, else to futures.
	 */
	private final class Task implements Runnable {

		private final List<Object> elements;

		private final UndeliveredWork.@Nullable Reason reason;

		private volatile @Nullable Thread thread;

		Task(List<Object> elements, UndeliveredWork.@Nullable Reason reason) {
			this.elements = elements;
			this.reason = reason;
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
				if (this.reason != null) {
					reportToHandler(this.reason);
				}
				else {
					RejectedWorkException refusal = awaitRefusal();
					// By index: an iterator or lambda would need memory.
					for (int i = 0; i < this.elements.size(); i++) {
						UndeliveredReporter.this.completion.complete(this.elements.get(i), refusal);
					}
				}
			}
			finally {
				UndeliveredReporter.this.open.remove(this);
			}
		}

		/** Waits for the memory it takes. */
		private RejectedWorkException awaitRefusal() {
			for (;;) {
				try {
					return refusal(UndeliveredReporter.this.settings.name());
				}
				catch (OutOfMemoryError ex) {
					MemoryRetry.nap();
				}
			}
		}

		private void reportToHandler(UndeliveredWork.Reason reason) {
			UndeliveredWork work = work(reason);
			try {
				UndeliveredReporter.this.settings.undelivered().onUndelivered(work);
			}
			catch (Throwable ex) {
				UndeliveredReporter.this.settings.log()
					.error(EngineLog.Trouble.UNDELIVERED, UndeliveredReporter.this.settings.name(), ex);
			}
		}

		/** Waits for the memory it takes. */
		private UndeliveredWork work(UndeliveredWork.Reason reason) {
			for (;;) {
				try {
					return new UndeliveredWork(UndeliveredReporter.this.settings.name(),
							this.elements.stream().map(Envelope::itemOf).toList(), reason);
				}
				catch (OutOfMemoryError ex) {
					MemoryRetry.nap();
				}
			}
		}

		boolean waitsForClose() {
			Thread thread = this.thread;
			return thread != null && SelfCloseDetector.isWaitingForClose(thread);
		}

	}

}
