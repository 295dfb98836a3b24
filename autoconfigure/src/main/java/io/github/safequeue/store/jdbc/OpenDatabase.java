/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A database whose tables are there.
 *
 * @param database the database
 * @param lanes the numbers of the queues' lanes
 * @param checks checks whether the database can do what each queue asks for
 * @param onClose releases what was opened for the store alone
 */
record OpenDatabase(Database database, LaneNumbers lanes, StartupChecks checks, Runnable onClose) {

	private static final Log logger = LogFactory.getLog(OpenDatabase.class);

	static OpenDatabase of(StoreDatabase store, JdbcStoreSettings settings, Arrivals arrivals) {
		Dialect dialect = StartupChecks.dialect(store.dataSource());
		Database database = Database.of(store, dialect, new Tables(settings.tablePrefix()));
		StartupChecks checks = new StartupChecks(database, store, settings.notifyOthers() ? 1 : 0);
		checks.checkDatabase();
		new Schema(database, settings.schemaCreation()).prepare();
		Runnable onClose = settings.notifyOthers() ? notifying(database, arrivals, store.onClose()) : store.onClose();
		return new OpenDatabase(database, new LaneNumbers(database), checks, onClose);
	}

	/**
	 * Notify others and listen to them. Returns what ends that, before the store ends.
	 */
	private static Runnable notifying(Database database, Arrivals arrivals, Runnable onClose) {
		if (!database.isPostgres() || !ArrivalListener.isSupported()) {
			logger.warn("safequeue.store.jdbc.notify has no effect: " + (database.isPostgres()
					? "it needs the driver org.postgresql:postgresql" : "H2 serves one instance, which needs none")
					+ ". Remove the property");
			return onClose;
		}
		ArrivalNotifier notifier = new ArrivalNotifier(database);
		ArrivalListener listener = new ArrivalListener(database, arrivals, notifier);
		arrivals.notifyOthers(notifier);
		notifier.start();
		listener.start();
		return () -> {
			arrivals.notifyOthers(null);
			notifier.stop();
			listener.stop();
			onClose.run();
		};
	}

}
