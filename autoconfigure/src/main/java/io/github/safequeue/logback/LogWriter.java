/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

import java.lang.invoke.VarHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Context;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.WorkHandler;

/**
 * Gives events to the wrapped appenders, and announces what was dropped: once the queue
 * has run empty, and at least every ten seconds while it does not. Called by the queue's
 * worker; {@link #announceLeft} also by the thread that closes it.
 *
 * <p>
 * The writer checks for that only after some events, and surely after the last one that
 * waits, so that it seldom reads what the threads that log write.
 */
@SuppressWarnings("unused") // the padding
final class LogWriter implements WorkHandler<Object> {

	/** Stands in the queue for: look whether there is something to announce. */
	static final Object LOOK = new Object();

	private static final long PERIOD_NANOS = 10_000_000_000L;

	/** When appenders are slow, each event is followed by a check. */
	private static final long SLOW_NANOS = 10_000_000;

	private final WrappedAppenders appenders;

	private final DropCounts dropped;

	private final IntSupplier waiting;

	private final Runnable beforeAnnouncing;

	private final @Nullable Context context;

	private final String origin;

	/** Called at each check. */
	private final Runnable looking;

	/** How many events are written at most between two checks. */
	private final int portion;

	/** Set on threads that call the appenders. */
	private final ThreadLocal<Boolean> writing = new ThreadLocal<>();

	private long a00, a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, a12, a13, a14, a15;

	/** The thread that wrote last. Written by the writer. */
	private @Nullable Thread thread;

	/**
	 * How many events to write until the next check. At least as many waited at the last
	 * one, so that nothing that a logging thread left is missed by the writer.
	 */
	private int untilLook;

	private long lookedAt = System.nanoTime();

	private long b00, b01, b02, b03, b04, b05, b06, b07, b08, b09, b10, b11, b12, b13, b14, b15;

	private Map<String, Long> announced = Map.of();

	private volatile long announcedTotal;

	private long announcedAt = System.nanoTime();

	LogWriter(WrappedAppenders appenders, DropCounts dropped, IntSupplier waiting, Runnable looking,
			Runnable beforeAnnouncing, int portion, @Nullable Context context, String origin) {
		this.appenders = appenders;
		this.dropped = dropped;
		this.waiting = waiting;
		this.looking = looking;
		this.beforeAnnouncing = beforeAnnouncing;
		this.portion = portion;
		this.context = context;
		this.origin = origin;
	}

	/** Whether the calling thread is one that writes. */
	boolean isWriting() {
		return this.writing.get() != null;
	}

	@Override
	public void handle(Object item) throws Exception {
		if (this.thread != Thread.currentThread()) {
			this.thread = Thread.currentThread();
			this.writing.set(true);
			this.untilLook = 0;
		}
		Throwable failure = (item != LOOK) ? this.appenders.append((ILoggingEvent) item) : null;
		if (--this.untilLook <= 0 || item == LOOK) {
			look();
		}
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure instanceof Exception exception) {
			throw exception;
		}
	}

	/**
	 * What threads that log must not be kept from for long, and is too dear for each
	 * event.
	 */
	private void look() {
		// Between taking events and looking at what threads that found no room have
		// written.
		VarHandle.fullFence();
		this.looking.run();
		int waiting = this.waiting.getAsInt();
		long now = System.nanoTime();
		boolean slow = now - this.lookedAt > SLOW_NANOS;
		this.lookedAt = now;
		this.untilLook = (slow) ? 1 : Math.min(waiting, this.portion);
		if (unannounced() != 0 && (waiting == 0 || now - this.announcedAt > PERIOD_NANOS)) {
			announce();
		}
	}

	private void announce() {
		this.beforeAnnouncing.run();
		Map<String, Long> now = this.dropped.byLevel();
		Map<String, Long> fresh = new LinkedHashMap<>();
		now.forEach((level, count) -> fresh.put(level, count - this.announced.getOrDefault(level, 0L)));
		this.announced = now;
		this.announcedTotal = sum(now);
		this.announcedAt = System.nanoTime();
		long events = sum(fresh);
		this.appenders.append(event(
				"%d log %s dropped, since the buffer of appender '%s' was full or closing, or they could not be prepared (%s)"
					.formatted(events, (events == 1) ? "event was" : "events were", this.origin,
							DropCounts.inWords(fresh))));
	}

	/** How many dropped events are not announced yet. */
	long unannounced() {
		return this.dropped.total() - this.announcedTotal;
	}

	/**
	 * Say what was accepted and is not going to be written.
	 * @param message how much, and why
	 */
	void announceLeft(String message) {
		this.appenders.append(event(message));
	}

	private static long sum(Map<String, Long> counts) {
		return counts.values().stream().mapToLong(Long::longValue).sum();
	}

	private ILoggingEvent event(String message) {
		String logger = SafeQueueAppender.class.getName();
		if (this.context instanceof LoggerContext loggers) {
			return new LoggingEvent(logger, loggers.getLogger(logger), Level.WARN, message, null, null);
		}
		LoggingEvent event = new LoggingEvent();
		event.setLoggerName(logger);
		event.setLevel(Level.WARN);
		event.setMessage(message);
		event.setThreadName(Thread.currentThread().getName());
		event.setTimeStamp(System.currentTimeMillis());
		return event;
	}

}
