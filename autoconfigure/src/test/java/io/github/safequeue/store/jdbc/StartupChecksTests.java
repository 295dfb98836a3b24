/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.OptionalInt;

import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.store.StoredQueueSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is checked of a database and its pool before a queue is opened.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupChecksTests {

	@Test
	void refusesADatabaseThatItDoesNotKnow() {
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> StartupChecks.dialect(named("MariaDB")))
			.withMessageContaining("does not know the database 'MariaDB'")
			.withMessageContaining("PostgreSQL")
			.withMessageContaining("H2");
		assertThat(StartupChecks.dialect(named("PostgreSQL"))).isEqualTo(Dialect.POSTGRESQL);
		assertThat(StartupChecks.dialect(named("H2"))).isEqualTo(Dialect.H2);
	}

	@Test
	void warnsOfAPoolWithoutConnectionsForHandlers(CapturedOutput output) {
		StartupChecks checks = checks(OptionalInt.of(7));
		checks.check(queue("mails", 3));
		assertThat(output.getAll()).doesNotContain("WARN");
		checks.check(queue("orders", 1));
		assertThat(output.getAll()).contains("WARN", "has 7 connections for 4 handler calls", "at least 8");
	}

	@Test
	void refusesThePoolThatAllQueuesTogetherExhaust() {
		StartupChecks checks = checks(OptionalInt.of(7));
		checks.check(queue("mails", 3));
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> checks.check(queue("orders", 2)))
			.withMessageContaining("Queue 'orders'")
			.withMessageContaining("need 8")
			.withMessageContaining("to at least 8, better to 12");
	}

	@Test
	void saysOnceThatThePoolIsUnknown(CapturedOutput output) {
		StartupChecks checks = checks(OptionalInt.empty());
		checks.check(queue("mails", 30));
		checks.check(queue("orders", 30));
		assertThat(output.getAll().lines().filter((line) -> line.contains("pool is unknown"))).singleElement()
			.asString()
			.contains("INFO", "larger than the concurrency of all queues");
	}

	private static StoredQueueSettings queue(String name, int concurrency) {
		return new StoredQueueSettings(name, false, true, concurrency, 10);
	}

	private static StartupChecks checks(OptionalInt poolSize) {
		DataSource dataSource = new DriverManagerDataSource();
		StoreDatabase store = new StoreDatabase(dataSource, new JdbcTransactionManager(dataSource), poolSize, null,
				() -> {
				});
		return new StartupChecks(Database.of(store, Dialect.H2, new Tables("safequeue_")), store, 0);
	}

	/** A database of which nothing but its name can be asked. */
	private static DataSource named(String product) {
		DatabaseMetaData metaData = proxy(DatabaseMetaData.class,
				(self, method, arguments) -> method.getName().equals("getDatabaseProductName") ? product : null);
		Connection connection = proxy(Connection.class,
				(self, method, arguments) -> method.getName().equals("getMetaData") ? metaData : null);
		return proxy(DataSource.class,
				(self, method, arguments) -> method.getName().equals("getConnection") ? connection : null);
	}

	private static <T> T proxy(Class<T> type, InvocationHandler answers) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, answers));
	}

}
