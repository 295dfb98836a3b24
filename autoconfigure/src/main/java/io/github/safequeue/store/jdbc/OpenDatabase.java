/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

/**
 * A database whose tables are there.
 *
 * @param database the database
 * @param lanes the numbers of the queues' lanes
 * @param checks checks whether the database can do what each queue asks for
 * @param onClose releases what was opened for the store alone
 */
record OpenDatabase(Database database, LaneNumbers lanes, StartupChecks checks, Runnable onClose) {

	static OpenDatabase of(StoreDatabase store, JdbcStoreSettings settings) {
		Dialect dialect = StartupChecks.dialect(store.dataSource());
		Database database = Database.of(store, dialect, new Tables(settings.tablePrefix()));
		StartupChecks checks = new StartupChecks(database, store);
		checks.checkDatabase();
		new Schema(database, settings.schemaCreation()).prepare();
		return new OpenDatabase(database, new LaneNumbers(database), checks, store.onClose());
	}

}
