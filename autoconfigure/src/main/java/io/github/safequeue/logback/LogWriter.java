package io.github.safequeue.logback;

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
 * worker; {@link #announceLeft} also by who closes it.
 */
final class LogWriter implements WorkHandler<Object> {

	/** Stands in the queue for: look whether there is something to announce. */
	static final Object LOOK = new Object();

	private static final long PERIOD_NANOS = 10_000_000_000L;

	private final WrappedAppenders appenders;

	private final DropCounts dropped;

	private final IntSupplier waiting;

	private final Runnable beforeAnnouncing;

	private final @Nullable Context context;

	private final String origin;

	/** The thread that calls the appenders, as long as it does. */
	private volatile @Nullable Thread thread;

	private Map<String, Long> announced = Map.of();

	private volatile long announcedTotal;

	private long announcedAt = System.nanoTime();

	LogWriter(WrappedAppenders appenders, DropCounts dropped, IntSupplier waiting, Runnable beforeAnnouncing,
			@Nullable Context context, String origin) {
		this.appenders = appenders;
		this.dropped = dropped;
		this.waiting = waiting;
		this.beforeAnnouncing = beforeAnnouncing;
		this.context = context;
		this.origin = origin;
	}

	/** Whether the calling thread is writing. */
	boolean isWriting() {
		return this.thread == Thread.currentThread();
	}

	@Override
	public void handle(Object item) throws Exception {
		this.thread = Thread.currentThread();
		try {
			Throwable failure = (item != LOOK) ? this.appenders.append((ILoggingEvent) item) : null;
			if (unannounced() != 0 && isTime()) {
				announce();
			}
			if (failure instanceof Error error) {
				throw error;
			}
			if (failure instanceof Exception exception) {
				throw exception;
			}
		}
		finally {
			this.thread = null;
		}
	}

	private boolean isTime() {
		return this.waiting.getAsInt() == 0 || System.nanoTime() - this.announcedAt > PERIOD_NANOS;
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

	/** How many events were dropped that nobody was told of. */
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
