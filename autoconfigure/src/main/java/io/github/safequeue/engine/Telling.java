package io.github.safequeue.engine;

import java.util.List;
import java.util.Set;
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
final class Telling {

	private static final long POLL_NANOS = 500_000;

	private static final long LOOK_FOR_ENTANGLED_NANOS = 50_000_000;

	private final Settings settings;

	private final WorkerThreads threads;

	/** What is being told, and nobody has stopped waiting for. */
	private final Set<Task> open = ConcurrentHashMap.newKeySet();

	Telling(Settings settings, WorkerThreads threads) {
		this.settings = settings;
		this.threads = threads;
	}

	/**
	 * Begin to tell. Does not wait.
	 * @param entries the items or submissions, oldest first
	 * @param reason why they were not handled
	 */
	void begin(List<?> entries, UndeliveredWork.Reason reason) {
		if (entries.isEmpty()) {
			return;
		}
		start(new Task(entries, reason));
		List<Submission> submissions = entries.stream()
			.filter(Submission.class::isInstance)
			.map(Submission.class::cast)
			.toList();
		if (!submissions.isEmpty()) {
			start(new Task(submissions, null));
		}
	}

	private void start(Task task) {
		this.open.add(task);
		try {
			Thread thread = this.threads.helper(task, "undelivered");
			task.thread = thread;
			thread.start();
		}
		catch (Throwable ex) {
			// No thread to be had: better told late than never.
			task.run();
		}
	}

	/**
	 * Wait until all is told. What is not told in time is interrupted and goes on alone;
	 * so does, at once, what waits for the closing itself.
	 * @param end when to stop waiting, as a value of {@link System#nanoTime()}
	 * @param nap waits for so many nanoseconds
	 */
	void await(long end, LongConsumer nap) {
		for (Task task : this.open) {
			long nextLook = System.nanoTime() + LOOK_FOR_ENTANGLED_NANOS;
			int waitsForClose = 0;
			while (this.open.contains(task) && waitsForClose < 2) {
				long now = System.nanoTime();
				if (now - end >= 0) {
					giveUp(task);
				}
				else if (now - nextLook >= 0) {
					waitsForClose = (task.waitsForClose()) ? waitsForClose + 1 : 0;
					nextLook = now + LOOK_FOR_ENTANGLED_NANOS;
				}
				else {
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
		EngineLog.error(
				"Queue '%s': %s not returned and is not waited for any longer; %d items may not have been told of: %s"
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
			.map((entry) -> Submission.itemOf(entry).getClass().getName())
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

		@Override
		public void run() {
			try {
				if (this.reason != null) {
					tellHandler(this.reason);
				}
				else {
					this.entries.forEach((entry) -> complete((Submission) entry));
				}
			}
			finally {
				Telling.this.open.remove(this);
			}
		}

		private void tellHandler(UndeliveredWork.Reason reason) {
			try {
				Telling.this.settings.undelivered()
					.onUndelivered(new UndeliveredWork(Telling.this.settings.name(),
							this.entries.stream().map(Submission::itemOf).toList(), reason));
			}
			catch (Throwable ex) {
				EngineLog.error("Queue '%s': the handler of undelivered work failed; %d items stay undelivered"
					.formatted(Telling.this.settings.name(), this.entries.size()), ex);
			}
		}

		private void complete(Submission submission) {
			String name = Telling.this.settings.name();
			try {
				submission.future()
					.completeExceptionally(new RejectedWorkException(name, RejectedWorkException.Reason.CLOSED));
			}
			catch (Throwable ex) {
				EngineLog.error("Queue '%s': completing a future failed".formatted(name), ex);
			}
		}

		boolean waitsForClose() {
			Thread thread = this.thread;
			return thread != null && Drain.Entanglement.isWaitingForClose(thread);
		}

	}

}
