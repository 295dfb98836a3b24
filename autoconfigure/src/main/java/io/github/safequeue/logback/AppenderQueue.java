/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.UndeliveredWork;

/**
 * The queue between the threads that log and the wrapped appenders, from start to stop.
 * Any thread.
 */
final class AppenderQueue {

	/** How many failures of wrapped appenders are reported in the status. */
	private static final int REPORTED_FAILURES = 3;

	/** The largest number of events, and part of the buffer, between two checks. */
	private static final int PORTION = 64;

	private static final long STOP_WAIT_MILLIS = 500;

	private final SafeQueueAppender owner;

	private final WrappedAppenders appenders;

	private final CloseableSafeQueue<Object> queue;

	private final LogWriter writer;

	/** For TRACE, DEBUG and INFO. */
	private final OverflowLatch lowLatch;

	/** For all others. */
	private final OverflowLatch latch;

	private final Duration flushTimeout;

	private final AtomicInteger failures = new AtomicInteger();

	private final AtomicReference<@Nullable RuntimeException> unprepared = new AtomicReference<>();

	private volatile boolean closing;

	private volatile boolean announcing;

	AppenderQueue(SafeQueueAppender owner, WrappedAppenders appenders, DropCounts dropped, int queueSize, int threshold,
			long flushTimeoutNanos) {
		this.owner = owner;
		this.appenders = appenders;
		this.flushTimeout = Duration.ofNanos(flushTimeoutNanos);
		String name = (owner.getName() != null && !owner.getName().isBlank()) ? owner.getName() : "logging";
		this.writer = new LogWriter(appenders, dropped, this::waiting, this::openGates, this::tellUnprepared,
				Math.max(1, Math.min(queueSize / PORTION, PORTION)), owner.getContext(), name);
		this.queue = SafeQueues.builder()
			.name(name)
			.capacity(queueSize)
			.handler(this.writer)
			.deadLetterHandler(this::failed)
			.undeliveredWorkHandler(this::left)
			.drainTimeout(this.flushTimeout)
			.log(new StatusLog(owner))
			.build();
		CloseableSafeQueue<Object> queue = this.queue;
		int kept = Math.max(1, threshold);
		this.lowLatch = new OverflowLatch(() -> queue.hasRoom(kept));
		this.latch = new OverflowLatch(() -> queue.hasRoom(1));
	}

	SafeQueue<?> queue() {
		return this.queue;
	}

	private int waiting() {
		return this.queue.size();
	}

	/**
	 * Look before the event is prepared, which may cost more than handing it over.
	 */
	boolean hasRoomFor(ILoggingEvent event, CallerState caller) {
		if (this.closing) {
			return false;
		}
		OverflowLatch latch = (event.getLevel().levelInt <= Level.INFO_INT) ? this.lowLatch : this.latch;
		return latch.isOpen(caller);
	}

	private void openGates() {
		this.lowLatch.open();
		this.latch.open();
	}

	boolean offer(ILoggingEvent event) {
		return this.queue.offer(event);
	}

	/**
	 * Keep why an event could not be prepared, for the worker to report: the status may
	 * have listeners that write.
	 */
	void unprepared(RuntimeException failure) {
		this.unprepared.compareAndSet(null, failure);
	}

	private void tellUnprepared() {
		RuntimeException failure = this.unprepared.getAndSet(null);
		if (failure != null) {
			this.owner.addError(
					"Appender '%s': events were dropped because they could not be prepared; the first failure follows"
						.formatted(this.owner.getName()),
					failure);
		}
	}

	boolean flush() {
		if (this.writer.isWriting()) {
			return false;
		}
		try {
			return this.queue.awaitQuiescence(this.flushTimeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Write what was accepted. A thread that logs from now on is refused, so that there
	 * is an end.
	 */
	void close() {
		this.closing = true;
		if (this.writer.unannounced() > 0) {
			// Where there is no room, what was dropped is reported below.
			boolean unused = this.queue.offer(LogWriter.LOOK);
		}
		this.queue.close();
		tellUnannounced();
		boolean mayBlock = this.announcing || (this.queue.snapshot().inFlight() > 0 && !this.writer.isWriting());
		if (mayBlock) {
			stopAside();
		}
		else {
			this.appenders.detachAndStopAllAppenders();
		}
	}

	private void tellUnannounced() {
		tellUnprepared();
		long events = this.writer.unannounced();
		if (events > 0) {
			this.owner.addWarn("Appender '%s': %d more events were dropped while it was closing"
				.formatted(this.owner.getName(), events));
		}
	}

	/** An appender that does not return may hold what its own stop needs. */
	private void stopAside() {
		Thread thread = new Thread(this.appenders::detachAndStopAllAppenders, this.queue.name() + "-stop");
		thread.setDaemon(true);
		thread.start();
		boolean interrupted = false;
		try {
			thread.join(STOP_WAIT_MILLIS);
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		if (thread.isAlive()) {
			this.owner.addWarn("Appender '%s': a wrapped appender does not return; it is left alone"
				.formatted(this.owner.getName()));
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void failed(DeadLetter<?> letter) {
		int failures = this.failures.incrementAndGet();
		if (failures <= REPORTED_FAILURES) {
			this.owner.addError(
					"Appender '%s': a wrapped appender failed; the event is counted as failed and the next one follows%s"
						.formatted(this.owner.getName(),
								(failures == REPORTED_FAILURES) ? "; further ones are not reported" : ""),
					letter.cause());
		}
	}

	private void left(UndeliveredWork work) {
		DropCounts counts = new DropCounts();
		List<?> events = work.items().stream().filter(ILoggingEvent.class::isInstance).toList();
		if (events.isEmpty()) {
			return;
		}
		events.forEach((event) -> counts.count(((ILoggingEvent) event).getLevel(), 0));
		if (work.reason() == UndeliveredWork.Reason.IN_FLIGHT) {
			// Not announced by an event: the appender that would write it does not
			// return.
			this.owner.addWarn("Appender '%s': a wrapped appender does not return; %d log events may not be written: %s"
				.formatted(this.owner.getName(), events.size(), DropCounts.inWords(counts.byLevel())));
			return;
		}
		String message = "%d log events were accepted and not written (%s): %s".formatted(events.size(),
				(work.reason() == UndeliveredWork.Reason.DRAIN_TIMEOUT)
						? "the flush timeout of %s of appender '%s' is over".formatted(this.owner.getFlushTimeout(),
								this.owner.getName())
						: work.reason(),
				DropCounts.inWords(counts.byLevel()));
		this.owner.addWarn(message);
		this.announcing = true;
		this.writer.announceLeft(message);
		this.announcing = false;
	}

}
