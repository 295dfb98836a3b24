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
 * Tells the application what was not handled: its handler of undelivered work, and the
 * futures of the submitters. Both run code of the application, which may block. So each
 * runs on a thread of its own, which the closing thread waits for while it has time, and
 * which the monitor does not wait for. Any thread.
 */
final class UndeliveredReporter {

	private static final long POLL_NANOS = 500_000;

	private static final long LOOK_FOR_SELF_CLOSE_NANOS = 50_000_000;

	private final QueueSettings settings;

	private final WorkerThreads threads;

	/** What is being told, and nobody has stopped waiting for. */
	private final Set<Task> open = ConcurrentHashMap.newKeySet();

	UndeliveredReporter(QueueSettings settings, WorkerThreads threads) {
		this.settings = settings;
		this.threads = threads;
	}

	/**
	 * Note what is to be told. Where memory is short, nothing is noted.
	 * @param entries the items or submissions, oldest first
	 * @param reason why they were not handled
	 */
	void prepare(List<?> entries, UndeliveredWork.Reason reason) {
		if (entries.isEmpty()) {
			return;
		}
		List<?> envelopes = entries.stream().filter((entry) -> Envelope.futureOf(entry) != null).toList();
		Task handler = new Task(entries, reason);
		Task futures = new Task(envelopes, null);
		this.open.add(handler);
		try {
			if (!envelopes.isEmpty()) {
				this.open.add(futures);
			}
		}
		catch (OutOfMemoryError ex) {
			this.open.remove(handler);
			throw ex;
		}
	}

	/**
	 * Begin to tell what was noted and is not begun. Does not wait. What finds no memory
	 * for a thread is left to the next call.
	 */
	void start() {
		try {
			this.open.forEach(Task::start);
		}
		catch (OutOfMemoryError ex) {
			// Called again while the queue closes, and by the monitor.
		}
	}

	/**
	 * Tell whether there is anything that {@link #start()} could not begin.
	 * @return whether something waits for a thread
	 */
	boolean isAnyWaiting() {
		return this.open.stream().anyMatch((task) -> task.thread == null);
	}

	/**
	 * Wait until all is told. What is not told in time is interrupted and goes on alone;
	 * so does, at once, what waits for the closing itself.
	 * @param end when to stop waiting, as a value of {@link System#nanoTime()}
	 * @param nap waits for so many nanoseconds
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
			.error("Queue '%s': %s not returned and is not waited for any longer; %d items may not have been told of: %s"
				.formatted(this.settings.name(),
						(task.reason != null) ? "the handler of undelivered work has"
								: "what follows the futures of undelivered items has",
						task.entries.size(), types(task.entries)),
					where);
		thread.interrupt();
	}

	/**
	 * Name the types of items.
	 * @param entries items or submissions
	 * @return their types, each once
	 */
	static String types(List<?> entries) {
		return entries.stream()
			.map((entry) -> Envelope.itemOf(entry).getClass().getName())
			.distinct()
			.sorted()
			.collect(Collectors.joining(", "));
	}

	/**
	 * Something to tell: to the handler if there is a reason, else to futures.
	 */
	private final class Task implements Runnable {

		private final List<?> entries;

		private final UndeliveredWork.@Nullable Reason reason;

		private volatile @Nullable Thread thread;

		Task(List<?> entries, UndeliveredWork.@Nullable Reason reason) {
			this.entries = entries;
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
					tellHandler(this.reason);
				}
				else {
					this.entries.forEach(this::complete);
				}
			}
			finally {
				UndeliveredReporter.this.open.remove(this);
			}
		}

		private void tellHandler(UndeliveredWork.Reason reason) {
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
							this.entries.stream().map(Envelope::itemOf).toList(), reason);
				}
				catch (OutOfMemoryError ex) {
					MemoryRetry.nap();
				}
			}
		}

		private void complete(Object entry) {
			CompletableFuture<Void> future = Envelope.futureOf(entry);
			if (future == null) {
				return;
			}
			String name = UndeliveredReporter.this.settings.name();
			for (;;) {
				try {
					future.completeExceptionally(new RejectedWorkException(name, RejectedWorkException.Reason.CLOSED));
					return;
				}
				catch (OutOfMemoryError ex) {
					MemoryRetry.nap();
				}
				catch (Throwable ex) {
					UndeliveredReporter.this.settings.log().error(EngineLog.Trouble.COMPLETION, name, ex);
					return;
				}
			}
		}

		boolean waitsForClose() {
			Thread thread = this.thread;
			return thread != null && SelfCloseDetector.isWaitingForClose(thread);
		}

	}

}
