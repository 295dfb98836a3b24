/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

import io.github.safequeue.store.ItemStore;
import io.github.safequeue.store.OutgoingItem;
import io.github.safequeue.store.StoredQueueSettings;
import io.github.safequeue.store.jdbc.JdbcStoreProvider;
import io.github.safequeue.store.jdbc.JdbcStoreSettings;
import io.github.safequeue.store.jdbc.StoreDatabase;
import io.github.safequeue.testing.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A commit stays without an answer, the server crashes and loses the transaction, and
 * gives its number to another one that is committed.
 */
@Tag("servers")
@Timeout(300)
class ReusedTransactionNumberTests {

	private static final int OTHERS = 20;

	@Test
	void batchThatACrashLostIsWrittenAgain(@TempDir Path directory) throws IOException {
		try (CrashableServer server = new CrashableServer(directory);
				TcpProxy proxy = new TcpProxy(portOf(server.url()))) {
			JdbcTemplate direct = new JdbcTemplate(new DriverManagerDataSource(server.url()));
			String url = server.url().replace(":" + portOf(server.url()), ":" + proxy.port());
			DriverManagerDataSource dataSource = new DriverManagerDataSource(url);
			try (JdbcStoreProvider provider = new JdbcStoreProvider(() -> new StoreDatabase(dataSource,
					new JdbcTransactionManager(dataSource), OptionalInt.empty(), url, () -> {
					}), new JdbcStoreSettings("safequeue_", JdbcStoreSettings.SchemaCreation.ALWAYS,
							Duration.ofSeconds(1), 64, 10, false))) {
				ItemStore store = provider.open(new StoredQueueSettings("orders", false, false, 1, 0));
				store.write(List.of(item()));
				direct.execute("create table other (number integer)");
				direct.execute("checkpoint");
				OutgoingItem lost = item();
				proxy.cutBefore("COMMIT");
				assertThatException().isThrownBy(() -> store.write(List.of(lost)));
				server.crash();
				server.restart();
				for (int i = 0; i < OTHERS; i++) {
					direct.update("insert into other values (?)", i);
				}
				store.write(List.of(lost));
				assertThat(direct.queryForObject("select count(*) from safequeue_item where message_id = ?::uuid",
						Integer.class, lost.id()))
					.isOne();
			}
		}
	}

	private static int portOf(String url) {
		return Integer.parseInt(url.replaceFirst(".*:(\\d+)/.*", "$1"));
	}

	private static OutgoingItem item() {
		return new OutgoingItem(UUID.randomUUID().toString(), null, "{}", Map.of());
	}

}
