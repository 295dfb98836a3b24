/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a claim begins to look: behind the last one, and at the beginning once a second.
 */
@Tag("servers")
class PostgresQueueClaimsTests {

	private final AtomicLong clock = new AtomicLong();

	private TestDatabase database;

	private PostgresQueueClaims claims;

	@BeforeEach
	void open() {
		this.database = new TestDatabase(PostgresServer.createDatabase());
		this.database.open(TestDatabase.QUEUE, false).write(TestDatabase.items(4));
		StoreDatabase store = new StoreDatabase(this.database.dataSource(),
				new JdbcTransactionManager(this.database.dataSource()), OptionalInt.empty(), null, () -> {
				});
		this.claims = new PostgresQueueClaims(Database.of(store, Dialect.POSTGRESQL, new Tables("safequeue_")),
				TestDatabase.QUEUE, this.clock::get);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void looksBehindTheLastClaim() {
		assertThat(claim(1)).containsExactly("0");
		assertThat(claim(1)).containsExactly("1");
		assertThat(claim(10)).containsExactly("2", "3");
	}

	@Test
	void looksAtAllWhenNothingElseIsFound() {
		assertThat(claim(10)).hasSize(4);
		assertThat(claim(1)).containsExactly("0");
	}

	@Test
	void looksAtAllOnceASecond() {
		assertThat(claim(1)).containsExactly("0");
		this.clock.addAndGet(TimeUnit.SECONDS.toNanos(1) - 1);
		assertThat(claim(1)).containsExactly("1");
		this.clock.addAndGet(1);
		assertThat(claim(1)).containsExactly("0");
		assertThat(claim(1)).containsExactly("1");
	}

	/** Claim items, and let them go as a lost transaction does. */
	private List<String> claim(int max) {
		return this.database.transactions().execute((status) -> {
			status.setRollbackOnly();
			return this.claims.next(max).stream().map((claimed) -> claimed.item().payload()).toList();
		});
	}

}
