/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;

/**
 * The store on H2 in a file.
 */
class H2ItemStoreTests extends JdbcItemStoreContract {

	@TempDir
	private Path directory;

	@Override
	TestDatabase createDatabase() {
		return new TestDatabase(StoreDatabase.fileUrl(this.directory.resolve("store").toString()));
	}

}
