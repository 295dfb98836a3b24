package io.github.safequeue.engine;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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

	/** Note what is to be reported. Where memory is short, nothing is noted. */
	void prepare(List<Object> elements, UndeliveredWork.Reason reason) {
		if (elements.isEmpty()) {
			return;
		}
		String queue = this.settings.name();
		UndeliveredWork work = new UndeliveredWork(queue, elements.stream().map(Envelope::itemOf).toList(), reason);
		Task handler = new Task("the handler of undelivered work has", elements,
				() -> this.settings.undelivered().onUndelivered(work));
		List<Object> followed = elements.stream().filter((element) -> Envelope.futureOf(element) != null).toList();
		UndeliveredWorkException failure = failure(reason);
		Task futures = new Task("an action that follows the future of an undelivered item has", followed,
				() -> fail(followed, failure));
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

		private final List<Object> elements;

		private final Runnable action;

		private volatile @Nullable Thread thread;

		Task(String what, List<Object> elements, Runnable action) {
			this.what = what;
			this.elements = elements;
			this.action = action;
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
				this.action.run();
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
