/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.OptionalInt;

import javax.sql.DataSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.store.StoredQueueSettings;

/**
 * Checks at start-up whether the database can do what the queues ask of it.
 */
final class StartupChecks {

	private static final Log logger = LogFactory.getLog(StartupChecks.class);

	private final Database database;

	private final OptionalInt poolSize;

	private final @Nullable String url;

	private int concurrency;

	private int outgoing;

	/** The connections that are kept for something else than queues. */
	private final int kept;

	StartupChecks(Database database, StoreDatabase store, int kept) {
		this.database = database;
		this.kept = kept;
		this.poolSize = store.poolSize();
		this.url = store.url();
	}

	/**
	 * Find out what kind of database there is.
	 * @param dataSource gives connections
	 * @return the kind
	 * @throws SafeQueueConfigurationException if the store does not know it
	 */
	static Dialect dialect(DataSource dataSource) {
		String product = new JdbcTemplate(dataSource)
			.execute((ConnectionCallback<String>) (connection) -> connection.getMetaData().getDatabaseProductName());
		if ("PostgreSQL".equals(product)) {
			return Dialect.POSTGRESQL;
		}
		if ("H2".equals(product)) {
			return Dialect.H2;
		}
		throw new SafeQueueConfigurationException(null,
				"SafeQueue: the store jdbc does not know the database '%s'.".formatted(product),
				"Use PostgreSQL, or H2 in a file, or remove the property 'store' of the queues.");
	}

	void checkDatabase() {
		if (this.database.isPostgres()) {
			PostgresChecks.check(this.database.jdbc(), logger);
		}
		else {
			H2Checks.check(this.database.jdbc(), this.url, logger);
		}
	}

	/**
	 * Check whether there are enough connections for one more queue.
	 * @param queue the queue
	 */
	synchronized void check(StoredQueueSettings queue) {
		boolean first = this.outgoing == 0;
		int before = this.concurrency;
		this.outgoing++;
		this.concurrency += queue.handled() ? queue.concurrency() : 0;
		if (this.poolSize.isEmpty()) {
			if (first) {
				logger
					.info("The store jdbc holds a connection for each handler call. The pool has to be larger than the"
							+ " concurrency of all queues of the store plus one for each of these queues; the size of this"
							+ " pool is unknown");
			}
			return;
		}
		int size = this.poolSize.getAsInt();
		int needed = this.concurrency + this.outgoing + this.kept + 1;
		if (size < needed) {
			throw new SafeQueueConfigurationException(queue.name(), ("Queue '%s': the connection pool has %d"
					+ " connections, but the queues of the store jdbc need %d: one for each of their %d handler calls at a"
					+ " time, one for each of the %d queues to write, and one more.")
				.formatted(queue.name(), size, needed, this.concurrency, this.outgoing),
					"Set spring.datasource.hikari.maximum-pool-size to at least %d, better to %d, or lower the concurrency."
						.formatted(needed, Math.max(needed, 2 * this.concurrency + this.outgoing)));
		}
		if (size < 2 * this.concurrency && size >= 2 * before) {
			logger.warn(("The connection pool has %d connections for %d handler calls of the store jdbc at a time."
					+ " A handler that needs a second connection, as with Propagation.REQUIRES_NEW, waits for one:"
					+ " set spring.datasource.hikari.maximum-pool-size to at least %d")
				.formatted(size, this.concurrency, 2 * this.concurrency));
		}
	}

}
