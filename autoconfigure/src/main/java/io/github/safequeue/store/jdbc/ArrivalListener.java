/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.util.ClassUtils;

/**
 * Receives the notifications of other processes, on a connection that it keeps and a
 * thread of its own. When the connection is lost it takes another one, and lets all
 * queues look, since notifications may be lost with it.
 */
final class ArrivalListener implements Runnable {

	private static final Log logger = LogFactory.getLog(ArrivalListener.class);

	private static final long RETRY_NANOS = 1_000_000_000;

	/** How long nothing may come before the connection is tried. */
	private static final int SILENCE_MILLIS = 10_000;

	private static final long LONGEST_END_MILLIS = 2_000;

	private final Database database;

	private final Arrivals arrivals;

	private final ArrivalNotifier notifier;

	private final Thread thread = new Thread(null, this, "safequeue-jdbc-listen", 0, false);

	private volatile @Nullable Connection connection;

	private volatile boolean stopped;

	private boolean lost;

	ArrivalListener(Database database, Arrivals arrivals, ArrivalNotifier notifier) {
		this.database = database;
		this.arrivals = arrivals;
		this.notifier = notifier;
		this.thread.setDaemon(true);
	}

	/** Whether the class path has the driver that gives notifications. */
	static boolean isSupported() {
		return ClassUtils.isPresent("org.postgresql.PGConnection", ArrivalListener.class.getClassLoader());
	}

	void start() {
		this.thread.start();
	}

	/** Give the connection up, and end. Waits for the end. */
	void stop() {
		this.stopped = true;
		// For a thread that waits for a connection, or is waiting on one.
		this.thread.interrupt();
		Connection connection = this.connection;
		if (connection != null) {
			try {
				connection.abort(Runnable::run);
			}
			catch (SQLException ex) {
				// It is gone already.
			}
		}
		awaitEnd(this.thread);
	}

	static void awaitEnd(Thread thread) {
		try {
			thread.join(LONGEST_END_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void run() {
		while (!this.stopped) {
			try (Connection connection = this.database.dataSource().getConnection()) {
				connection.setAutoCommit(true);
				listen(connection);
			}
			catch (SQLException | RuntimeException ex) {
				lost(ex);
			}
			if (!this.stopped) {
				LockSupport.parkNanos(this, RETRY_NANOS);
			}
		}
	}

	private void listen(Connection connection) throws SQLException {
		this.connection = connection;
		try {
			execute(connection, "listen " + ArrivalNotifier.CHANNEL);
			restored();
			this.arrivals.arrivedEverywhere();
			PGConnection server = connection.unwrap(PGConnection.class);
			while (!this.stopped) {
				PGNotification[] received = server.getNotifications(SILENCE_MILLIS);
				if (received == null || received.length == 0) {
					execute(connection, "select 1");
				}
				else {
					arrived(received);
				}
			}
		}
		finally {
			this.connection = null;
			giveBack(connection);
		}
	}

	private void arrived(PGNotification[] received) {
		for (PGNotification notification : received) {
			String queue = this.notifier.queueOf(notification.getParameter());
			if (queue != null) {
				this.arrivals.arrived(queue);
			}
		}
	}

	/** Where this fails, the pool sees that the connection is broken, and closes it. */
	private static void giveBack(Connection connection) {
		try {
			execute(connection, "unlisten *");
		}
		catch (SQLException ex) {
			// What came first is reported.
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private void lost(Exception failure) {
		if (!this.lost && !this.stopped) {
			this.lost = true;
			logger.warn(("The store jdbc has no connection for notifications of other instances (%s, SQL state %s)."
					+ " It tries to get one; until then it finds their items when safequeue.store.jdbc.poll-interval"
					+ " is over")
				.formatted(failure.getClass().getName(), Transactions.sqlState(failure)));
		}
	}

	private void restored() {
		if (this.lost) {
			this.lost = false;
			logger.info("The store jdbc receives notifications of other instances again");
		}
	}

}
