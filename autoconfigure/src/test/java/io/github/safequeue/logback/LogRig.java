/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;

/**
 * A logger context of its own with one asynchronous appender, ours or Logback's, and what
 * that wraps.
 */
final class LogRig {

	/** Reaches the wrapped appender while the buffer is full, or does not. */
	final CountDownLatch gate = new CountDownLatch(1);

	final CountDownLatch held = new CountDownLatch(1);

	final CopyOnWriteArrayList<ILoggingEvent> written = new CopyOnWriteArrayList<>();

	final AtomicInteger failures = new AtomicInteger();

	final LoggerContext context = new LoggerContext();

	final Logger logger = this.context.getLogger("app");

	private final Appender<ILoggingEvent> appender;

	private volatile Consumer<ILoggingEvent> wrapped = this.written::add;

	private LogRig(Appender<ILoggingEvent> appender) {
		this.appender = appender;
		this.context.setName("rig");
		this.context.setMDCAdapter(new LogbackMDCAdapter());
		this.logger.setLevel(Level.TRACE);
	}

	static LogRig ours(int queueSize, int threshold, Duration flush) {
		SafeQueueAppender appender = new SafeQueueAppender();
		appender.setQueueSize(queueSize);
		appender.setDiscardingThreshold(threshold);
		appender.setFlushTimeout(ch.qos.logback.core.util.Duration.buildByMilliseconds((double) flush.toMillis()));
		return new LogRig(appender);
	}

	static LogRig logbacks(int queueSize, int threshold, Duration flush) {
		AsyncAppender appender = new AsyncAppender();
		appender.setQueueSize(queueSize);
		appender.setDiscardingThreshold(threshold);
		appender.setMaxFlushTime((int) flush.toMillis());
		return new LogRig(appender);
	}

	LogRig wrapping(Consumer<ILoggingEvent> wrapped) {
		this.wrapped = wrapped;
		return this;
	}

	/** Wraps an appender that may be in use by several threads. */
	LogRig start() {
		return start(new UnsynchronizedAppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				LogRig.this.wrapped.accept(event);
			}

		});
	}

	/** Wraps an appender that holds a lock while it writes, as those for files do. */
	LogRig startLocking() {
		return start(new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				LogRig.this.wrapped.accept(event);
			}

			@Override
			public synchronized void stop() {
				super.stop();
			}

		});
	}

	@SuppressWarnings("unchecked")
	LogRig start(Appender<ILoggingEvent> target) {
		target.setContext(this.context);
		target.setName("target");
		target.start();
		this.appender.setContext(this.context);
		this.appender.setName("async");
		((AppenderAttachable<ILoggingEvent>) this.appender).addAppender(target);
		this.appender.start();
		this.logger.addAppender(this.appender);
		return this;
	}

	/** What a wrapped appender does that stands still until the gate opens. */
	void hold(ILoggingEvent event) {
		this.held.countDown();
		boolean interrupted = false;
		while (true) {
			try {
				this.gate.await();
				break;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		this.written.add(event);
	}

	/** Fill the buffer while the wrapped appender stands still. */
	void fill(int events) {
		this.logger.warn("held");
		await(this.held);
		for (int i = 0; i < events; i++) {
			this.logger.warn("filling");
		}
	}

	static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	SafeQueueAppender safe() {
		return (SafeQueueAppender) this.appender;
	}

	boolean isOurs() {
		return this.appender instanceof SafeQueueAppender;
	}

	/**
	 * How long to wait for what has to come: of ours it must come on a busy machine too.
	 */
	Duration limit() {
		return isOurs() ? Duration.ofSeconds(30) : Duration.ofMillis(1_500);
	}

	void stop() {
		this.appender.stop();
	}

	long dropped() {
		return safe().getDropped().values().stream().mapToLong(Long::longValue).sum();
	}

	Map<String, Long> droppedByLevel() {
		return safe().getDropped();
	}

	long writtenByApp() {
		return this.written.stream().filter((event) -> event.getLoggerName().equals("app")).count();
	}

	/** What the appender said itself. */
	java.util.List<String> announcements() {
		return this.written.stream()
			.filter((event) -> event.getLoggerName().equals(SafeQueueAppender.class.getName()))
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	java.util.List<String> statuses() {
		return this.context.getStatusManager().getCopyOfStatusList().stream().map(Object::toString).toList();
	}

	static ILoggingEvent event(Logger logger, Level level, String message) {
		return new LoggingEvent("test", logger, level, message, null, null);
	}

}
