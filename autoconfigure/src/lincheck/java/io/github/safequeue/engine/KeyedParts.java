/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOff;

import io.github.safequeue.WaitStrategy;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.engine.ScheduledQueues.EndingParker;
import io.github.safequeue.engine.WeakenedSource.Without;
import io.github.safequeue.engine.buffer.Admission;
import io.github.safequeue.engine.buffer.PaddedLong;
import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.engine.buffer.QueueBuffers;
import io.github.safequeue.engine.buffer.UnpublishedClaim;
import io.github.safequeue.testing.Outcomes;
import io.github.safequeue.testing.Schedules;

/**
 * The parts of a queue with keys and two workers, put together by hand so that its source
 * can be replaced. An item is its key, a letter, followed by a number.
 */
final class KeyedParts {

	static final String MIXED = "items of one key in another order, or at the same time";

	static final String UNHANDLED = "an item is not handled though a worker is free";

	static final String UNSETTLED = "an accepted item is unsettled, or settled twice";

	final PaddedLong started = new PaddedLong();

	final QueueBuffer buffer = QueueBuffers.bounded(4, this.started::get);

	final RunState runState = new RunState();

	final Calls calls = new Calls();

	final WorkSource source;

	final WorkerEnvironment environment;

	final WorkerPool pool;

	final UndeliveredCollector collector;

	final QueueCounters counters;

	private final AtomicInteger accepted = new AtomicInteger();

	private final AtomicInteger undelivered = new AtomicInteger();

	volatile Runnable whenAKeyIsRead = () -> {
	};

	KeyedParts(int batchSize, Without without) {
		QueueSettings settings = settings(batchSize);
		this.source = (without == null) ? new KeyedSource(this.buffer, this.started, settings, this::readKey)
				: new WeakenedSource(this.buffer, this.started, KeyedParts::key, without);
		this.environment = new WorkerEnvironment(settings, this.runState, this.source, () -> {
		});
		this.pool = new SharedWorkerPool(this.environment);
		UndeliveredReporter reporter = new UndeliveredReporter(settings, this.environment.threads, this.pool.inFlights);
		this.collector = new UndeliveredCollector(settings, this.source, this.pool, reporter);
		this.counters = new QueueCounters(settings, this.source, this.pool, this.collector);
		this.environment.setInvoker(new HandlerInvoker(settings, this.runState, this.source, this.calls, () -> {
		}, this::undelivered));
		for (Worker worker : this.pool.workers) {
			worker.looks = 0;
			worker.parker = new EndingParker();
		}
		this.runState.clear(RunState.SUSPENDED);
	}

	private static QueueSettings settings(int batchSize) {
		Outcomes outcomes = new Outcomes();
		return new QueueSettings("q", "q", null, null, 4, 2, batchSize, KeyedParts::key, false, WaitStrategy.PARK,
				new AtOnce(), Fixtures.taker(outcomes), outcomes, null, Fixtures.LIMIT, true, null, null, false, null,
				Clock.systemUTC(), EngineLog.standard());
	}

	static Object key(Object item) {
		return ((String) item).charAt(0);
	}

	private Object readKey(Object item) {
		this.whenAKeyIsRead.run();
		return key(item);
	}

	Worker worker(int number) {
		return this.pool.workers.get(number);
	}

	void offer(String item) {
		if (this.buffer.offer(item) == Admission.ACCEPTED) {
			this.accepted.incrementAndGet();
			this.pool.signal();
		}
	}

	/** As the first half of a worker's step. */
	void take(Worker worker) {
		worker.inFlight.beginTaking();
		if (this.source.take(worker.inFlight) && this.source.hasMore()) {
			this.pool.signal();
		}
	}

	/** As the second half of a worker's step, if there was a first one. */
	void handle(Worker worker) {
		if (worker.inFlight.content() != null) {
			worker.environment.invoker().invoke(worker.inFlight);
		}
		this.source.release(worker.inFlight);
		worker.inFlight.end(false);
	}

	/** Stand between claim and publication. */
	UnpublishedClaim claim() {
		this.accepted.incrementAndGet();
		return UnpublishedClaim.of(this.buffer);
	}

	void goOn() {
		ScheduledQueues.goOn(worker(0), worker(1));
	}

	/** As {@link QueueCore#stop()}. */
	void stop() {
		this.buffer.close();
		this.runState.set(RunState.STOPPED);
		this.pool.wakeAll();
	}

	void collect(List<Object> left) {
		this.collector.collect((elements) -> add(left, elements), () -> true);
	}

	/** What the invoker passes on, as the collector reports it. */
	void undelivered(List<Object> elements) {
		this.undelivered.addAndGet(elements.size());
		this.collector.countUndelivered(elements.size());
	}

	private void add(List<Object> left, List<Object> elements) {
		left.addAll(elements);
		this.collector.countUndelivered(elements.size());
	}

	/** Collect without waiting for a submitter that was not done. */
	void giveUp(List<Object> left) {
		boolean collected = false;
		while (!collected) {
			collected = this.collector.collect((elements) -> add(left, elements), () -> false);
		}
	}

	/** As {@link UndeliveredCollector#reportLate()}. */
	void collectLate(List<Object> left) {
		long late = this.collector.givenUp();
		for (Object element = this.buffer.pollLate(); element != null; element = this.buffer.pollLate()) {
			left.add(element);
			late--;
		}
		Schedules.check(late == 0, UNSETTLED);
	}

	void check(List<Object> left) {
		this.calls.checkOrder();
		int handled = this.calls.handled();
		Schedules.check(handled + this.undelivered.get() + left.size() == this.accepted.get(), UNSETTLED);
		Schedules.check(this.counters.settled() == this.buffer.accepted(), UNSETTLED);
		Schedules.check(this.counters.size() == 0, "something waits though all was settled");
	}

	/** What the handler sees. Its first call for one item may fail. */
	static final class Calls implements WorkHandler<Object> {

		private final AtomicInteger handled = new AtomicInteger();

		private final boolean[] running = new boolean[2];

		private final int[] last = new int[2];

		volatile String failing;

		private volatile String wrong;

		@Override
		public void handle(Object argument) {
			List<?> items = (argument instanceof List<?> list) ? list : List.of(argument);
			for (int i = 0; i < items.size(); i++) {
				begin((String) items.get(i), items.subList(0, i));
			}
			String failing = this.failing;
			boolean fails = failing != null && items.contains(failing);
			if (fails) {
				this.failing = null;
			}
			for (Object item : items) {
				end((String) item, !fails);
			}
			if (fails) {
				throw new IllegalStateException("as asked for");
			}
		}

		private static int key(String item) {
			return item.charAt(0) - 'a';
		}

		private void begin(String item, List<?> before) {
			int key = key(item);
			boolean first = before.stream().noneMatch((other) -> key((String) other) == key);
			if (first && this.running[key]) {
				this.wrong = MIXED;
			}
			this.running[key] = true;
		}

		private void end(String item, boolean well) {
			int key = key(item);
			int number = item.charAt(1) - '0';
			if (this.last[key] >= number) {
				this.wrong = MIXED;
			}
			if (well) {
				this.last[key] = number;
				this.handled.incrementAndGet();
			}
			this.running[key] = false;
		}

		int handled() {
			return this.handled.get();
		}

		void checkOrder() {
			Schedules.check(this.wrong == null, this.wrong);
		}

		void check(int expected) {
			checkOrder();
			Schedules.check(handled() == expected, UNHANDLED);
		}

	}

	/** All failures are tried again, at once. */
	private static final class AtOnce implements RetryPolicy {

		@Override
		public boolean shouldRetry(Throwable throwable) {
			return true;
		}

		@Override
		public BackOff getBackOff() {
			return () -> () -> 0;
		}

	}

}
