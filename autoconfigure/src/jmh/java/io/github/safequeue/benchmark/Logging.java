/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;

import io.github.safequeue.logback.SafeQueueAppender;

/**
 * A Logback context whose one appender hands events to one that only counts.
 */
final class Logging {

	private static final long LIMIT_NANOS = 60_000_000_000L;

	private static final long LOOK_NANOS = 20_000;

	private final LoggerContext context = new LoggerContext();

	private final Logger logger = this.context.getLogger("benchmark");

	private final Counter counter = new Counter();

	private final Appender<ILoggingEvent> appender;

	private long before;

	Logging(Kind kind, int queueSize) {
		this.context.setMDCAdapter(new LogbackMDCAdapter());
		this.counter.setContext(this.context);
		this.counter.start();
		this.appender = appender(kind, queueSize);
		this.appender.setContext(this.context);
		if (this.appender instanceof AppenderAttachable<?>) {
			@SuppressWarnings("unchecked")
			AppenderAttachable<ILoggingEvent> wrapper = (AppenderAttachable<ILoggingEvent>) this.appender;
			wrapper.addAppender(this.counter);
		}
		this.appender.start();
		this.logger.setAdditive(false);
		this.logger.setLevel(Level.INFO);
		this.logger.addAppender(this.appender);
	}

	private Appender<ILoggingEvent> appender(Kind kind, int queueSize) {
		switch (kind) {
			case SAFE_QUEUE -> {
				SafeQueueAppender appender = new SafeQueueAppender();
				appender.setQueueSize(queueSize);
				appender.setDiscardingThreshold(0);
				return appender;
			}
			case ASYNC -> {
				AsyncAppender appender = new AsyncAppender();
				appender.setQueueSize(queueSize);
				appender.setDiscardingThreshold(0);
				return appender;
			}
			case PREPARED -> {
				return new Preparing();
			}
			default -> {
				return this.counter;
			}
		}
	}

	/**
	 * Log, and wait until all that was not dropped has arrived.
	 */
	Outcome run(Call call, int threads, int events) throws InterruptedException {
		LoggingEvent event = new LoggingEvent("benchmark", this.logger, Level.INFO, "Order {} accepted", null,
				new Object[] { 42 });
		AtomicLong start = new AtomicLong();
		CyclicBarrier ready = new CyclicBarrier(threads, () -> start.set(System.nanoTime()));
		Thread[] all = new Thread[threads];
		for (int i = 0; i < threads; i++) {
			all[i] = new Thread(() -> log(ready, call, event, events));
			all[i].start();
		}
		for (Thread thread : all) {
			thread.join();
		}
		long returned = System.nanoTime();
		long sent = (long) threads * events;
		long dropped = await(sent);
		return new Outcome(sent - dropped, dropped, returned - start.get(), System.nanoTime() - start.get());
	}

	private void log(CyclicBarrier ready, Call call, LoggingEvent event, int events) {
		try {
			ready.await();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		if (call == Call.LOGGER) {
			for (int i = 0; i < events; i++) {
				this.logger.info("Order {} accepted", i);
			}
		}
		else {
			for (int i = 0; i < events; i++) {
				this.appender.doAppend(event);
			}
		}
	}

	private long await(long sent) {
		long start = System.nanoTime();
		for (;;) {
			long dropped = dropped();
			long settled = this.counter.count.get() + dropped - this.before;
			if (settled >= sent) {
				this.before += settled;
				return dropped - droppedBefore(dropped);
			}
			if (System.nanoTime() - start > LIMIT_NANOS) {
				throw new IllegalStateException("Lost: %d of %d events arrived".formatted(settled, sent));
			}
			LockSupport.parkNanos(LOOK_NANOS);
		}
	}

	private long reported;

	private long droppedBefore(long dropped) {
		long before = this.reported;
		this.reported = dropped;
		return before;
	}

	private long dropped() {
		return (this.appender instanceof SafeQueueAppender appender) ? appender.getDropped(Level.INFO) : 0;
	}

	void close() {
		this.context.stop();
	}

	/** What logs. */
	enum Kind {

		SAFE_QUEUE("SafeQueueAppender"), ASYNC("AsyncAppender"),

		/** What no queue can be faster than that drops nothing. */
		PREPARED("no queue, events prepared"), NONE("no queue at all");

		private final String words;

		Kind(String words) {
			this.words = words;
		}

		String inWords() {
			return this.words;
		}

	}

	/** What each thread calls. */
	enum Call {

		LOGGER("logger.info"), APPENDER("doAppend, of an event that exists");

		private final String words;

		Call(String words) {
			this.words = words;
		}

		String inWords() {
			return this.words;
		}

	}

	/**
	 * What came of it.
	 *
	 * @param arrived how many events the counting appender got
	 * @param dropped how many were dropped
	 * @param callNanos how long it took until all calls had returned
	 * @param nanos how long it took until all had arrived that was not dropped
	 */
	record Outcome(long arrived, long dropped, long callNanos, long nanos) {

		/** Million calls a second. */
		double calls() {
			return (this.arrived + this.dropped) * 1000.0 / this.callNanos;
		}

		/** Million events a second that arrived. */
		double arrivals() {
			return this.arrived * 1000.0 / this.nanos;
		}

		double droppedPercent() {
			return 100.0 * this.dropped / (this.arrived + this.dropped);
		}

	}

	/** Does for each event what any queue must before it hands the event over. */
	private final class Preparing extends UnsynchronizedAppenderBase<ILoggingEvent> {

		@Override
		protected void append(ILoggingEvent event) {
			event.prepareForDeferredProcessing();
			Logging.this.counter.doAppend(event);
		}

	}

	/** Counts, but not the announcements of dropped events. */
	private static final class Counter extends UnsynchronizedAppenderBase<ILoggingEvent> {

		private final AtomicLong count = new AtomicLong();

		@Override
		public void doAppend(ILoggingEvent event) {
			append(event);
		}

		@Override
		protected void append(ILoggingEvent event) {
			if (event.getLevel() == Level.INFO) {
				this.count.getAndIncrement();
			}
		}

	}

}
