/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Notifies other processes by PostgreSQL that queues have new items: after the commit, in
 * a transaction of its own, and with one statement for all that has arrived meanwhile. A
 * transaction that notifies holds a lock of the whole server while it commits. Any thread
 * may announce; one thread of its own notifies.
 */
final class ArrivalNotifier implements Runnable {

	static final String CHANNEL = "safequeue";

	private static final long PAUSE_NANOS = 10_000_000;

	private final Database database;

	private final String table;

	private final String instance = UUID.randomUUID().toString();

	private final Set<String> announced = ConcurrentHashMap.newKeySet();

	private final Thread thread = new Thread(null, this, "safequeue-jdbc-notify", 0, false);

	private volatile boolean stopped;

	ArrivalNotifier(Database database) {
		this.database = database;
		this.table = database.tables().in("{item}");
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	/** Notify of what was announced, and end. Waits for the end. */
	void stop() {
		this.stopped = true;
		LockSupport.unpark(this.thread);
		ArrivalListener.awaitEnd(this.thread);
	}

	/** Notify others soon. */
	void announce(String queue) {
		if (this.announced.add(queue)) {
			LockSupport.unpark(this.thread);
		}
	}

	@Override
	public void run() {
		long next = System.nanoTime();
		while (!this.stopped) {
			long wait = this.announced.isEmpty() ? Long.MAX_VALUE : next - System.nanoTime();
			if (wait > 0) {
				LockSupport.parkNanos(this, wait);
			}
			else {
				send();
				next = System.nanoTime() + PAUSE_NANOS;
			}
		}
		send();
	}

	private void send() {
		List<String> queues = List.copyOf(this.announced);
		if (queues.isEmpty()) {
			return;
		}
		// Before they are sent: what is announced from now on may be too late for this.
		queues.forEach(this.announced::remove);
		try {
			this.database.transactions().run(() -> {
				queues.forEach((queue) -> this.database.jdbc()
					.queryForList("select pg_notify(?, ?)::text", String.class, CHANNEL, payload(queue)));
				return true;
			});
		}
		catch (RuntimeException ex) {
			// Others find these items when they look; that the store is away is reported
			// by those who write.
		}
	}

	private String payload(String queue) {
		return this.instance + "/" + this.table + "/" + queue;
	}

	/**
	 * Return which queue a notification is about.
	 * @param payload what another process has sent
	 * @return the queue's name, or {@code null} if this process has sent it, or one with
	 * other tables
	 */
	@Nullable String queueOf(String payload) {
		String[] parts = payload.split("/", 3);
		return (parts.length == 3 && !parts[0].equals(this.instance) && parts[1].equals(this.table)) ? parts[2] : null;
	}

}
