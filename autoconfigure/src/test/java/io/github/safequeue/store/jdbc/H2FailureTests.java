/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import io.github.safequeue.store.OutgoingItem;
import io.github.safequeue.store.TransactionalStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Commits to H2 whose outcome the writer does not learn, and what H2 cannot do.
 */
@ExtendWith(OutputCaptureExtension.class)
class H2FailureTests {

	@TempDir
	private Path directory;

	private TestDatabase database;

	/** How many commits are to fail. */
	private final AtomicInteger failing = new AtomicInteger();

	@BeforeEach
	void open() {
		this.database = new TestDatabase(StoreDatabase.fileUrl(this.directory.resolve("store").toString()));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void storesAnItemOnceWhenACommitIsInDoubt(boolean committed) {
		TransactionalStore store = this.database
			.open(this.database.provider(new DelegatingDataSource(this.database.dataSource()) {

				@Override
				public Connection getConnection() throws SQLException {
					return failing(super.getConnection(), committed);
				}

			}), TestDatabase.QUEUE, false);
		List<OutgoingItem> items = TestDatabase.items(3);
		this.failing.set(1);
		assertThat(catchThrowable(() -> store.write(items))).isNotNull();
		assertThat(this.failing).hasValue(0);
		assertThat(this.database.count("item")).isEqualTo(committed ? 3 : 0);
		store.write(items);
		assertThat(this.database.count("item")).isEqualTo(3);
	}

	private Connection failing(Connection connection, boolean committed) {
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (self, method, arguments) -> {
					boolean fail = method.getName().equals("commit")
							&& this.failing.getAndUpdate((left) -> Math.max(0, left - 1)) > 0;
					try {
						Object result = (fail && !committed) ? null : method.invoke(connection, arguments);
						if (fail) {
							throw new SQLException("the answer is lost", "08006");
						}
						return result;
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	@Test
	void warnsThatNotifyHasNoEffect(CapturedOutput output) {
		JdbcStoreSettings old = this.database.settings();
		this.database.with(new JdbcStoreSettings(old.tablePrefix(), old.schemaCreation(), old.pollInterval(),
				old.lanes(), old.maxDeliveries(), true));
		JdbcStoreProvider provider = this.database.provider(this.database.dataSource(), OptionalInt.of(20));
		this.database.open(provider, TestDatabase.QUEUE, false);
		assertThat(output.getAll()).contains("WARN", "safequeue.store.jdbc.notify has no effect", "H2",
				"Remove the property");
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.doesNotContain("safequeue-jdbc-listen");
	}

}
