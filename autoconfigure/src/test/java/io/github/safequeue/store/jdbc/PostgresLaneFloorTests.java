/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

import io.github.safequeue.store.TransactionalStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Below which number a queue with keys is not looked at, while other transactions insert.
 */
@Tag("servers")
class PostgresLaneFloorTests {

	private final AtomicLong clock = new AtomicLong();

	private TestDatabase database;

	private TransactionalStore store;

	private PostgresLaneFloor floor;

	@BeforeEach
	void open() {
		this.database = new TestDatabase(PostgresServer.createDatabase());
		this.store = this.database.open(TestDatabase.QUEUE, true);
		this.floor = new PostgresLaneFloor(database(), TestDatabase.QUEUE, this.clock::get);
	}

	private Database database() {
		return Database.of(new StoreDatabase(this.database.dataSource(),
				new JdbcTransactionManager(this.database.dataSource()), OptionalInt.of(20), this.database.url(), () -> {
				}), Dialect.POSTGRESQL, new Tables(Tables.DEFAULT_PREFIX));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void risesToWhatWasClaimed() {
		long id = write();
		this.floor.claimed(id);
		look(4);
		assertThat(this.floor.get()).isEqualTo(id);
	}

	@Test
	void staysBelowWhatStillWaits() {
		long waiting = write();
		this.floor.claimed(write());
		look(4);
		assertThat(this.floor.get()).isEqualTo(waiting);
	}

	@Test
	void staysBelowWhatIsCommittedLate() {
		try (Other other = new Other()) {
			long late = other.insert();
			long id = write();
			remove(id);
			this.floor.claimed(id);
			look(10);
			assertThat(this.floor.get()).isLessThanOrEqualTo(late);
			other.commit();
			look(4);
			assertThat(this.floor.get()).isEqualTo(late);
		}
	}

	/** Between the look at the rows and that at the locks. */
	@Test
	void looksAtTheRowsOnceAllWritersHaveEnded() {
		try (Other other = new Other()) {
			long late = other.insert();
			long id = write();
			remove(id);
			this.floor.claimed(id);
			look(2);
			DefaultTransactionDefinition old = new DefaultTransactionDefinition();
			old.setIsolationLevel(DefaultTransactionDefinition.ISOLATION_REPEATABLE_READ);
			JdbcTransactionManager manager = new JdbcTransactionManager(this.database.dataSource());
			TransactionStatus before = manager.getTransaction(old);
			try {
				// The snapshot is from before the commit, the look at the locks is not.
				new JdbcTemplate(this.database.dataSource()).queryForList("select 1 from safequeue_item");
				other.commit();
				look(1);
			}
			finally {
				manager.rollback(before);
			}
			look(4);
			assertThat(this.floor.get()).isEqualTo(late);
		}
	}

	@Test
	void risesBesideALongTransactionElsewhere() {
		try (Other other = new Other()) {
			other.write();
			long id = write();
			remove(id);
			this.floor.claimed(id);
			look(4);
			assertThat(this.floor.get()).isEqualTo(id);
		}
	}

	@Test
	void fallsWhereNumbersBeginAnew() {
		long id = 0;
		for (int i = 0; i < 3; i++) {
			id = write();
		}
		remove(1);
		remove(2);
		this.floor.claimed(id);
		look(4);
		assertThat(this.floor.get()).isEqualTo(3);
		this.database.jdbc().execute("truncate safequeue_item restart identity");
		assertThat(write()).isEqualTo(1);
		look(50);
		assertThat(this.floor.get()).isLessThanOrEqualTo(1);
	}

	private void look(int times) {
		for (int i = 0; i < times; i++) {
			this.clock.addAndGet(PostgresLaneFloor.INTERVAL_NANOS);
			this.floor.get();
		}
	}

	private long write() {
		this.store.write(List.of(TestDatabase.item("a", "1")));
		return lastId();
	}

	private long lastId() {
		Long id = this.database.jdbc()
			.queryForObject("select last_value from pg_sequences where sequencename = 'safequeue_item_id_seq'",
					Long.class);
		return (id != null) ? id : 0;
	}

	private void remove(long id) {
		assertThat(this.database.jdbc().update("delete from safequeue_item where id = ?", id)).isEqualTo(1);
	}

	/** Another transaction, which stays open. */
	private final class Other implements AutoCloseable {

		private final Connection connection;

		Other() {
			try {
				this.connection = new DriverManagerDataSource(PostgresLaneFloorTests.this.database.url())
					.getConnection();
				this.connection.setAutoCommit(false);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		long insert() {
			execute("insert into safequeue_item (queue, lane, message_id, item_key, payload)"
					+ " values ('orders', 0, gen_random_uuid(), 'a', '1')");
			return lastId();
		}

		void write() {
			execute("create table business (id bigint)");
		}

		void commit() {
			execute("commit");
		}

		private void execute(String sql) {
			try (Statement statement = this.connection.createStatement()) {
				statement.execute(sql);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void close() {
			try {
				this.connection.rollback();
				this.connection.close();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
