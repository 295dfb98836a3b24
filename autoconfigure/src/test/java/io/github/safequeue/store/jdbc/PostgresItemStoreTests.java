/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import org.junit.jupiter.api.Tag;

/**
 * The store on PostgreSQL.
 */
@Tag("servers")
class PostgresItemStoreTests extends JdbcItemStoreContract {

	@Override
	TestDatabase createDatabase() {
		return new TestDatabase(PostgresServer.createDatabase());
	}

}
