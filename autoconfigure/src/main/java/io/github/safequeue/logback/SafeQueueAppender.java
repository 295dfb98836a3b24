/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.FilterAttachableImpl;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.Duration;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueSnapshot;

/**
 * Hands log events to the appenders that it wraps, on a thread of its own. Logging never
 * blocks and never deadlocks, whatever the wrapped appenders do: a full buffer drops the
 * event, counts it by its level, and the first event that can be written again announces
 * the number.
 *
 * <pre>{@code
 * <appender name="ASYNC" class="io.github.safequeue.logback.SafeQueueAppender">
 *   <appender-ref ref="FILE"/>
 * </appender>
 * }</pre>
 *
 * <p>
 * What depends on the logging thread (its name, its MDC, the formatted message and so the
 * arguments' {@code toString}) is taken before the event is handed over, as
 * {@link ch.qos.logback.classic.AsyncAppender} does; caller data if
 * {@linkplain #setIncludeCallerData(boolean) asked for}.
 *
 * <p>
 * Stopping writes what was accepted, within the {@linkplain #setFlushTimeout(Duration)
 * flush timeout} and two seconds, announces what is left, and stops the wrapped
 * appenders. Without Spring the context is stopped by Logback's {@code <shutdownHook/>}.
 *
 * <p>
 * Events may be appended by any thread, the wrapped appenders' own included. Setters are
 * for the thread that configures, before {@link #start()}.
 */
public final class SafeQueueAppender extends ContextAwareBase
		implements Appender<ILoggingEvent>, AppenderAttachable<ILoggingEvent> {

	/** How many events may wait unless set. */
	public static final int DEFAULT_QUEUE_SIZE = 8192;

	private static final int UNDEFINED = -1;

	private static final int MAX_QUEUE_SIZE = 1 << 30;

	/** How deep an event may be logged while another is prepared by the same thread. */
	private static final int MAX_DEPTH = 8;

	private final FilterAttachableImpl<ILoggingEvent> filters = new FilterAttachableImpl<>();

	private final WrappedAppenders appenders = new WrappedAppenders();

	private final DropCounts dropped = new DropCounts();

	private final AtomicInteger callers = new AtomicInteger();

	private final ThreadLocal<CallerState> caller = ThreadLocal
		.withInitial(() -> new CallerState(this.callers.getAndIncrement()));

	private final AtomicBoolean complained = new AtomicBoolean();

	private @Nullable String name;

	private int queueSize = DEFAULT_QUEUE_SIZE;

	private int discardingThreshold = UNDEFINED;

	private boolean includeCallerData;

	private Duration flushTimeout = Duration.buildBySeconds(10);

	private volatile @Nullable AppenderQueue buffer;

	@Override
	public void doAppend(ILoggingEvent event) {
		AppenderQueue buffer = this.buffer;
		if (buffer == null) {
			complainOnce();
			return;
		}
		CallerState caller = this.caller.get();
		if (caller.depth >= MAX_DEPTH) {
			this.dropped.count(event.getLevel(), caller.number);
			return;
		}
		caller.depth++;
		try {
			if (this.filters.getFilterChainDecision(event) != FilterReply.DENY) {
				append(buffer, event, caller);
			}
		}
		finally {
			caller.depth--;
		}
	}

	private void append(AppenderQueue buffer, ILoggingEvent event, CallerState caller) {
		boolean accepted = false;
		try {
			if (buffer.hasRoomFor(event, caller)) {
				event.prepareForDeferredProcessing();
				if (this.includeCallerData) {
					event.getCallerData();
				}
				accepted = buffer.offer(event);
			}
		}
		catch (RuntimeException ex) {
			// An event that cannot be prepared must not fail the call that logs.
			buffer.unprepared(ex);
		}
		finally {
			if (!accepted) {
				this.dropped.count(event.getLevel(), caller.number);
			}
		}
	}

	private void complainOnce() {
		if (this.complained.compareAndSet(false, true)) {
			addWarn("Appender '%s' is not started: events are not written".formatted(this.name));
		}
	}

	/**
	 * Start to accept events. Says in the context's status what keeps it from starting.
	 */
	@Override
	public synchronized void start() {
		if (this.buffer != null) {
			return;
		}
		String obstacle = obstacle();
		if (obstacle != null) {
			addError("Appender '%s' is not started: %s".formatted(this.name, obstacle));
			return;
		}
		int threshold = (this.discardingThreshold != UNDEFINED) ? this.discardingThreshold : this.queueSize / 5;
		if (threshold >= this.queueSize) {
			addWarn("Appender '%s' drops all events up to INFO: its discardingThreshold of %d is not below its queueSize of %d"
				.formatted(this.name, threshold, this.queueSize));
		}
		this.complained.set(false);
		this.buffer = new AppenderQueue(this, this.appenders, this.dropped, this.queueSize, threshold,
				TimeUnit.MILLISECONDS.toNanos(this.flushTimeout.getMilliseconds()));
	}

	private @Nullable String obstacle() {
		if (this.appenders.isEmpty()) {
			return "it wraps no appender; add <appender-ref ref=\"...\"/>";
		}
		if (this.queueSize < 1 || this.queueSize > MAX_QUEUE_SIZE) {
			return "queueSize must be between 1 and %d, not %d".formatted(MAX_QUEUE_SIZE, this.queueSize);
		}
		if (this.flushTimeout.getMilliseconds() < 0) {
			return "flushTimeout must not be negative";
		}
		return null;
	}

	/**
	 * Write what was accepted, within the flush timeout, then stop the wrapped appenders.
	 * What is logged from now on is dropped and counted.
	 */
	@Override
	public void stop() {
		AppenderQueue buffer = this.buffer;
		if (buffer != null) {
			buffer.close();
			this.buffer = null;
		}
	}

	/**
	 * Wait until all that was accepted before is written, at most for the flush timeout.
	 * Does not wait on the thread that writes.
	 * @return whether all is written
	 */
	public boolean flush() {
		AppenderQueue buffer = this.buffer;
		return buffer == null || buffer.flush();
	}

	@Override
	public boolean isStarted() {
		return this.buffer != null;
	}

	/**
	 * Return how many events were dropped since this appender was created.
	 * @return the number for each of Logback's levels, by the level's name
	 */
	public Map<String, Long> getDropped() {
		return this.dropped.byLevel();
	}

	/**
	 * Return how many events of a level were dropped since this appender was created.
	 * @param level the level
	 * @return the number
	 */
	public long getDropped(Level level) {
		return this.dropped.of(level);
	}

	/**
	 * Return the figures of the buffer: an event counts as handled when all wrapped
	 * appenders took it, as failed when one of them threw.
	 * @return the figures, or {@code null} while this appender is not started
	 */
	public @Nullable SafeQueueSnapshot snapshot() {
		SafeQueue<?> queue = queue();
		return (queue != null) ? queue.snapshot() : null;
	}

	/**
	 * Return the buffer, to be watched.
	 * @return the buffer, or {@code null} while this appender is not started
	 */
	public @Nullable SafeQueue<?> queue() {
		AppenderQueue buffer = this.buffer;
		return (buffer != null) ? buffer.queue() : null;
	}

	/**
	 * Return how many events wait.
	 * @return the number, 0 while this appender is not started
	 */
	public int getNumberOfElementsInQueue() {
		SafeQueue<?> queue = queue();
		return (queue != null) ? queue.size() : 0;
	}

	@Override
	public @Nullable String getName() {
		return this.name;
	}

	@Override
	public void setName(@Nullable String name) {
		this.name = name;
	}

	/**
	 * Return how many events may wait.
	 * @return the number that was set
	 */
	public int getQueueSize() {
		return this.queueSize;
	}

	/**
	 * Set how many events may wait.
	 * @param queueSize the number, 8192 unless set
	 */
	public void setQueueSize(int queueSize) {
		this.queueSize = queueSize;
	}

	/**
	 * Return below which free space events up to INFO are dropped.
	 * @return the number that was set, -1 if none was
	 */
	public int getDiscardingThreshold() {
		return this.discardingThreshold;
	}

	/**
	 * Set below which free space events of the levels TRACE, DEBUG and INFO are dropped,
	 * to keep room for the others.
	 * @param discardingThreshold the number of free places, a fifth of the queue's size
	 * unless set; 0 keeps all events as long as there is room
	 */
	public void setDiscardingThreshold(int discardingThreshold) {
		this.discardingThreshold = discardingThreshold;
	}

	/**
	 * Return whether caller data is taken.
	 * @return whether it is
	 */
	public boolean isIncludeCallerData() {
		return this.includeCallerData;
	}

	/**
	 * Set whether to take caller data (class, method, line), which costs each logging
	 * thread a stack trace.
	 * @param includeCallerData whether to take it, {@code false} unless set
	 */
	public void setIncludeCallerData(boolean includeCallerData) {
		this.includeCallerData = includeCallerData;
	}

	/**
	 * Return how long stopping writes what was accepted.
	 * @return the time
	 */
	public Duration getFlushTimeout() {
		return this.flushTimeout;
	}

	/**
	 * Set how long stopping writes what was accepted.
	 * @param flushTimeout the time, 10 seconds unless set; a bare number means
	 * milliseconds
	 */
	public void setFlushTimeout(Duration flushTimeout) {
		this.flushTimeout = flushTimeout;
	}

	@Override
	public void addFilter(Filter<ILoggingEvent> filter) {
		this.filters.addFilter(filter);
	}

	@Override
	public void clearAllFilters() {
		this.filters.clearAllFilters();
	}

	@Override
	public List<Filter<ILoggingEvent>> getCopyOfAttachedFiltersList() {
		return this.filters.getCopyOfAttachedFiltersList();
	}

	@Override
	public FilterReply getFilterChainDecision(ILoggingEvent event) {
		return this.filters.getFilterChainDecision(event);
	}

	@Override
	public void addAppender(Appender<ILoggingEvent> appender) {
		this.appenders.addAppender(appender);
	}

	@Override
	public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
		return this.appenders.iteratorForAppenders();
	}

	@Override
	public @Nullable Appender<ILoggingEvent> getAppender(@Nullable String name) {
		return this.appenders.getAppender(name);
	}

	@Override
	public boolean isAttached(Appender<ILoggingEvent> appender) {
		return this.appenders.isAttached(appender);
	}

	@Override
	public void detachAndStopAllAppenders() {
		this.appenders.detachAndStopAllAppenders();
	}

	@Override
	public boolean detachAppender(Appender<ILoggingEvent> appender) {
		return this.appenders.detachAppender(appender);
	}

	@Override
	public boolean detachAppender(@Nullable String name) {
		return this.appenders.detachAppender(name);
	}

	@Override
	public String toString() {
		return "%s[%s]".formatted(getClass().getSimpleName(), this.name);
	}

}
