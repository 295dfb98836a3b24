/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;

import io.github.safequeue.logback.SafeQueueAppender;

/**
 * A log that is written by a thread of its own, which needs a buffer for each line of
 * main. Any thread.
 */
final class AsyncLog implements AutoCloseable {

	static final int CAPACITY = 64;

	private final LoggerContext context = new LoggerContext();

	private final Logger ofMain = this.context.getLogger("main");

	private final Logger ofCleanups = this.context.getLogger("cleanups");

	private final AtomicLong cleanupsLogged = new AtomicLong();

	private final AtomicLong mainLogged = new AtomicLong();

	private final AtomicLong written = new AtomicLong();

	private final Appender<ILoggingEvent> appender;

	private final LongSupplier dropped;

	private AsyncLog(Appender<ILoggingEvent> appender, LongSupplier dropped) {
		this.appender = appender;
		this.dropped = dropped;
	}

	/**
	 * Have lines written by Logback's own appender.
	 * @return the log
	 */
	static AsyncLog async() {
		AsyncAppender appender = new AsyncAppender();
		appender.setQueueSize(CAPACITY);
		appender.setDiscardingThreshold(0);
		return new AsyncLog(appender, () -> 0);
	}

	/**
	 * Have lines written by a SafeQueue.
	 * @return the log
	 */
	static AsyncLog safe() {
		SafeQueueAppender appender = new SafeQueueAppender();
		appender.setQueueSize(CAPACITY);
		appender.setDiscardingThreshold(0);
		return new AsyncLog(appender, () -> appender.getDropped().values().stream().mapToLong(Long::longValue).sum());
	}

	/**
	 * Start to write.
	 * @param buffers what a line of main needs to be written
	 */
	@SuppressWarnings("unchecked")
	void open(Buffers buffers) {
		this.context.setMDCAdapter(new LogbackMDCAdapter());
		Appender<ILoggingEvent> file = new UnsynchronizedAppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				write(event, buffers);
			}

		};
		file.setContext(this.context);
		file.start();
		this.appender.setContext(this.context);
		this.appender.setName("log");
		((AppenderAttachable<ILoggingEvent>) this.appender).addAppender(file);
		this.appender.start();
		Logger root = this.context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		root.setLevel(Level.INFO);
		root.addAppender(this.appender);
	}

	private void write(ILoggingEvent event, Buffers buffers) {
		if (event.getLoggerName().equals(this.ofMain.getName())) {
			buffers.use();
		}
		if (event.getLoggerName().equals(SafeQueueAppender.class.getName())) {
			// It reports dropped lines and is none of those that were logged.
			return;
		}
		this.written.incrementAndGet();
	}

	void log() {
		this.ofMain.info("an order came in");
		this.mainLogged.incrementAndGet();
	}

	void logCleanup() {
		this.ofCleanups.info("a buffer was forgotten");
		this.cleanupsLogged.incrementAndGet();
	}

	long mainLogged() {
		return this.mainLogged.get();
	}

	/**
	 * Return whether each line that was logged is written or counted as dropped.
	 * @return whether it is
	 */
	boolean isSettled() {
		return this.mainLogged.get() + this.cleanupsLogged.get() == this.written.get() + this.dropped.getAsLong();
	}

	void show(Progress progress) {
		progress.show("logged", () -> this.mainLogged.get() + this.cleanupsLogged.get());
		progress.show("written", this.written::get);
		progress.show("dropped", this.dropped::getAsLong);
	}

	@Override
	public void close() {
		this.appender.stop();
	}

}
