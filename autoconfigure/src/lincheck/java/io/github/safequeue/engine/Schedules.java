package io.github.safequeue.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;

import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Runs a small piece of concurrent code under many schedules that Lincheck chooses, those
 * with the fewest switches first, as if memory were sequentially consistent. No thread of
 * a scenario waits for another one, except to join it.
 */
final class Schedules {

	private static final int SCHEDULES = Faults.scaled(120, 20_000);

	/** A defect must show early. */
	private static final int SCHEDULES_OF_A_DEFECT = 2_000;

	private static final AtomicInteger turn = new AtomicInteger();

	static {
		// Classes are initialized before Lincheck looks, so that all runs are alike.
		DefaultSafeQueue<Object> queue = queue(new RingBuffer(2), new Handled());
		queue.offer("item");
		worker(queue).run();
		queue.stop();
		queue.collect((entries) -> queue.report(entries, UndeliveredWork.Reason.CLOSED), () -> true);
		queue.snapshot();
	}

	private Schedules() {
	}

	/** The scenario ends well under each schedule. */
	static void holds(Runnable scenario) {
		Lincheck.runConcurrentTest(SCHEDULES, scenario);
	}

	/**
	 * The scenario fails under some schedule, and tells why by this text. Lincheck
	 * repeats the schedule to print it, and throws another exception should it not
	 * succeed.
	 */
	static void isCaught(String why, Runnable scenario) {
		assertThatException().isThrownBy(() -> {
			try {
				Lincheck.runConcurrentTest(SCHEDULES_OF_A_DEFECT, scenario);
			}
			catch (LincheckAssertionError ex) {
				throw new IllegalStateException(ex.getMessage(), ex);
			}
		}).withMessageContaining("AssertionError: " + why);
	}

	/**
	 * A queue that handles, whose workers do not spin and end where they would sleep.
	 * They are not started, and no monitor watches the queue.
	 */
	static DefaultSafeQueue<Object> queue(QueueBuffer buffer, int concurrency, Supplier<Parker> parkers,
			Outcomes outcomes, WorkHandler<Object> handler) {
		DefaultSafeQueue<Object> queue = new DefaultSafeQueue<>(Fixtures.settings(2, concurrency, outcomes), handler,
				Fixtures.LIMIT, buffer);
		queue.control().clear(RunState.SUSPENDED);
		for (Worker worker : queue.members().workers) {
			worker.looks = 0;
			worker.parker = parkers.get();
		}
		return queue;
	}

	static DefaultSafeQueue<Object> queue(QueueBuffer buffer, WorkHandler<Object> handler) {
		return queue(buffer, 1, EndingParker::new, new Outcomes(), handler);
	}

	static Worker worker(DefaultSafeQueue<?> queue) {
		return queue.members().workers.get(0);
	}

	/** Go on in the place of a worker that ended, if it was woken. */
	static void goOn(Worker worker) {
		while (wasWoken(worker)) {
			worker.run();
		}
	}

	/** Whether a worker that ended was woken. It no longer counts as asleep then. */
	static boolean wasWoken(Worker worker) {
		EndingParker parker = (EndingParker) worker.parker;
		boolean woken = parker.permit.compareAndSet(EndingParker.GIVEN, EndingParker.NONE);
		if (woken && parker.announced) {
			parker.awake();
			worker.unparked();
		}
		return woken;
	}

	/**
	 * Let Lincheck switch to another thread. It does so before each access that it
	 * follows, but not before the {@code getAndUpdate} of {@link RunState} and the
	 * {@code getAndBitwiseOr} of {@link RingBuffer#close()}.
	 */
	static void turn() {
		turn.get();
	}

	static Thread start(Runnable body) {
		Thread thread = new Thread(body);
		thread.start();
		return thread;
	}

	static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Assertions of scenarios: plain, since all that they call is explored as well. */
	static void check(boolean condition, String otherwise) {
		if (!condition) {
			throw new AssertionError(otherwise);
		}
	}

	/** A parker whose worker ends where its thread would sleep. */
	static class EndingParker extends Parker {

		private static final int NONE = 0;

		private static final int GIVEN = 1;

		private static final int ASLEEP = 2;

		private final AtomicInteger permit = new AtomicInteger(NONE);

		private boolean announced;

		@Override
		void announce(Thread current) {
			this.announced = true;
			super.announce(current);
		}

		@Override
		void awake() {
			this.announced = false;
			super.awake();
		}

		@Override
		void park(Object blocker) {
			if (this.permit.compareAndSet(NONE, ASLEEP)) {
				throw new IllegalStateException("asleep");
			}
			this.permit.set(NONE);
		}

		@Override
		void unpark(Thread thread) {
			this.permit.set(GIVEN);
		}

	}

	/** Counts the calls. */
	static final class Handled implements WorkHandler<Object> {

		private final AtomicInteger count = new AtomicInteger();

		@Override
		public void handle(Object item) {
			this.count.incrementAndGet();
		}

		int count() {
			return this.count.get();
		}

	}

}
