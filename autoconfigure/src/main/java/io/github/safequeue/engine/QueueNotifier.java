/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueueEvent;
import io.github.safequeue.SafeQueueSnapshot;

/**
 * Writes the lines and passes on the events of one queue, in order, on a thread of its
 * own that lives as long as there is something to do. So an appender or a listener that
 * blocks holds up neither the watchdog, nor a thread that pauses the queue, nor any other
 * queue. Any thread but submitters.
 */
final class QueueNotifier implements Runnable {

	/** How much waits behind an appender or a listener that blocks; more is left out. */
	private static final int LIMIT = 256;

	private static final long POLL_NANOS = 500_000;

	private final String queue;

	private final EngineLog log;

	private final WorkerThreads threads;

	private final Supplier<SafeQueueSnapshot> snapshot;

	private final Queue<Runnable> notices = new ArrayDeque<>();

	private volatile @Nullable Consumer<SafeQueueEvent> listener;

	/** Set while a thread is at work, or is to be started. */
	private volatile boolean busy;

	private volatile @Nullable Thread thread;

	QueueNotifier(QueueSettings settings, WorkerThreads threads, Supplier<SafeQueueSnapshot> snapshot) {
		this.queue = settings.name();
		this.log = settings.log();
		this.threads = threads;
		this.snapshot = snapshot;
	}

	void listener(Consumer<SafeQueueEvent> listener) {
		this.listener = listener;
	}

	void info(String message) {
		add(() -> this.log.info(message));
	}

	void warn(String message) {
		add(() -> this.log.warn(message));
	}

	void publish(SafeQueueEvent.Kind kind) {
		Consumer<SafeQueueEvent> listener = this.listener;
		if (listener != null) {
			SafeQueueEvent event = new SafeQueueEvent(this.queue, kind, this.snapshot.get());
			add(() -> publish(listener, event));
		}
	}

	private void publish(Consumer<SafeQueueEvent> listener, SafeQueueEvent event) {
		try {
			listener.accept(event);
		}
		catch (Throwable ex) {
			this.log.error(EngineLog.Trouble.EVENT, this.queue, ex);
		}
	}

	private synchronized void add(Runnable notice) {
		if (this.notices.size() < LIMIT) {
			this.notices.add(notice);
			this.busy = true;
			start();
		}
	}

	/**
	 * Begin with what waits. Does not wait. Where there is no thread to be had, called
	 * again by the watchdog.
	 */
	void start() {
		if (this.busy && this.thread == null) {
			synchronized (this) {
				if (this.busy && this.thread == null) {
					startThread();
				}
			}
		}
	}

	private void startThread() {
		try {
			Thread thread = this.threads.helper(this, "events");
			thread.start();
			this.thread = thread;
		}
		catch (OutOfMemoryError ex) {
			// The next look of the watchdog is soon.
		}
	}

	@Override
	public void run() {
		for (Runnable notice = next(); notice != null; notice = next()) {
			notice.run();
		}
	}

	private synchronized @Nullable Runnable next() {
		Runnable notice = this.notices.poll();
		if (notice == null) {
			this.busy = false;
			this.thread = null;
		}
		return notice;
	}

	/**
	 * Wait until all is passed on, unless that takes too long, or a listener does the
	 * waiting.
	 */
	void await(long end, LongConsumer nap) {
		while (this.busy && this.thread != Thread.currentThread() && System.nanoTime() - end < 0) {
			start();
			nap.accept(POLL_NANOS);
		}
	}

}
