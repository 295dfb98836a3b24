/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.store.ItemStore;
import io.github.safequeue.store.StoreProvider;
import io.github.safequeue.store.StoredQueueSettings;

/**
 * Opens queues in a database. Nothing is done to a database before the first queue is
 * opened.
 */
public final class JdbcStoreProvider implements StoreProvider, AutoCloseable {

	private final Supplier<StoreDatabase> databases;

	private final JdbcStoreSettings settings;

	private final Arrivals arrivals = new Arrivals();

	private @Nullable OpenDatabase open;

	/**
	 * Create the provider.
	 * @param databases returns the database, called once
	 * @param settings the settings of the store
	 */
	public JdbcStoreProvider(Supplier<StoreDatabase> databases, JdbcStoreSettings settings) {
		this.databases = databases;
		this.settings = settings;
	}

	@Override
	public String type() {
		return "jdbc";
	}

	@Override
	public synchronized ItemStore open(StoredQueueSettings queue) {
		if (this.open == null) {
			this.open = OpenDatabase.of(this.databases.get(), this.settings, this.arrivals);
		}
		Database database = this.open.database();
		LaneNumbers lanes = this.open.lanes();
		this.open.checks().check(queue);
		lanes.hold(queue.name(), queue.keyed() ? this.settings.lanes() : 1);
		Settlements settlements = new Settlements(database, queue.name(), lanes);
		Insertion insertion = database.isPostgres() ? new PostgresInsertion(database, queue.name(), lanes)
				: new H2Insertion(database, queue.name(), lanes);
		insertion.prepare();
		return new JdbcItemStore(queue.name(), database, receiver(database, queue, settlements), insertion,
				new StoreInspection(database, queue.name(), lanes), this.arrivals, this.settings.pollInterval());
	}

	private Receiver receiver(Database database, StoredQueueSettings queue, Settlements settlements) {
		int max = this.settings.maxDeliveries();
		if (!database.isPostgres()) {
			return new H2Receiver(queue.name(), max, new H2Claims(database, queue.name(), queue.keyed()), settlements,
					database, this::announce);
		}
		PostgresClaims claims = queue.keyed() ? new PostgresLaneClaims(database, queue.name())
				: new PostgresQueueClaims(database, queue.name());
		return new PostgresReceiver(queue.name(), max, claims, settlements, database, this::announce);
	}

	private void announce(Set<String> queues) {
		queues.forEach(this.arrivals::announce);
	}

	/** Release what was opened for the store alone. */
	@Override
	public synchronized void close() {
		if (this.open != null) {
			this.open.onClose().run();
			this.open = null;
		}
	}

}
