/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.JdbcTransactionManager;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.store.jdbc.StoreDatabase;

/**
 * Opens a database of H2 in a file, for the store {@code jdbc} alone. It is no bean: the
 * application's own data access does not see it.
 */
final class PrivateDatabase {

	private static final Log logger = LogFactory.getLog(SafeQueueJdbcStoreAutoConfiguration.class);

	private static final String USER = "sa";

	/** As many as the handlers ask for: the pool makes them when they are needed. */
	private static final int MAX_CONNECTIONS = 100_000;

	private PrivateDatabase() {
	}

	static StoreDatabase open(String file) {
		Path path = Path.of(file).toAbsolutePath().normalize();
		String url = StoreDatabase.fileUrl(path.toString()) + ";DB_CLOSE_DELAY=-1";
		JdbcConnectionPool pool = JdbcConnectionPool.create(url, USER, "");
		pool.setMaxConnections(MAX_CONNECTIONS);
		try (Connection connection = pool.getConnection()) {
			connection.isValid(1);
		}
		catch (SQLException ex) {
			pool.dispose();
			throw cannotOpen(path, ex);
		}
		logger.info(("The store jdbc keeps its items in the file %s.mv.db of H2, for this process alone. They survive a"
				+ " kill of the process, but not a loss of power. For several instances, use PostgreSQL")
			.formatted(path));
		return new StoreDatabase(pool, new JdbcTransactionManager(pool), OptionalInt.of(MAX_CONNECTIONS), url,
				() -> close(pool, url));
	}

	/** A connection of the pool would be rolled back after the database is closed. */
	private static void close(JdbcConnectionPool pool, String url) {
		pool.dispose();
		try (Connection connection = DriverManager.getConnection(url, USER, "");
				Statement statement = connection.createStatement()) {
			statement.execute("shutdown");
		}
		catch (SQLException ex) {
			logger.warn("The file of the store jdbc was not closed: SQL state " + ex.getSQLState());
		}
	}

	private static SafeQueueConfigurationException cannotOpen(Path path, @Nullable SQLException failure) {
		boolean locked = failure != null && failure.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1;
		return new SafeQueueConfigurationException(null,
				locked ? "SafeQueue: another process has the file %s.mv.db of the store jdbc open.".formatted(path)
						: "SafeQueue: the file %s.mv.db of the store jdbc cannot be opened.".formatted(path),
				locked ? "End that process, give this one a file of its own by safequeue.store.jdbc.file, or use PostgreSQL."
						: "Set safequeue.store.jdbc.file to a path that can be written.",
				failure);
	}

}
