/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.annotation.Transactional;

import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.faults.ledger.LedgerItem;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * The host of an instance is lost while its handlers hold items. Nobody closes its
 * connections: PostgreSQL has to notice by itself.
 */
@Tag("servers")
@Timeout(300)
class LostHostTests {

	private static final String KEEPALIVE = "options=-c%20tcp_keepalives_idle=2%20-c%20tcp_keepalives_interval=1"
			+ "%20-c%20tcp_keepalives_count=3";

	/** The five seconds of the keepalive, a look into the store, and a busy machine. */
	private static final Duration NOTICED = Duration.ofSeconds(12);

	@TempDir
	Path directory;

	@Test
	void itemsOfALostHostAreHandledByAnother() {
		assumeThat(SeparateHost.isPermitted()).as("'ip netns add' is permitted, which takes the rights of root")
			.isTrue();
		try (SeparateHost host = new SeparateHost();
				CrashableServer server = new CrashableServer(this.directory, "localhost," + host.address())) {
			server.admit(host.addresses());
			String noticed = server.createDatabase("noticed");
			String unnoticed = server.createDatabase("unnoticed");
			try (ForkedJvm lost = ForkedJvm.startBy(host.starter(), List.of(), HoldingApplication.class,
					at(host, noticed) + "&" + KEEPALIVE, at(host, unnoticed))) {
				// The other instance starts afterwards: it would take what is not held
				// yet.
				await().atMost(ForkedJvm.LIMIT).until(() -> isHeld(lost, noticed) && isHeld(lost, unnoticed));
				loseHost(host, lost, noticed, unnoticed);
			}
		}
	}

	private static void loseHost(SeparateHost host, ForkedJvm lost, String noticed, String unnoticed) {
		try (ConfigurableApplicationContext other = StoredApplication.start(noticed, Handlers.class)) {
			assertThat(effects(noticed)).isEmpty();
			assertThat(other.isActive()).isTrue();
			long start = System.nanoTime();
			host.unplug();
			await().atMost(NOTICED).until(() -> effects(noticed).size() == HoldingApplication.ITEMS);
			Duration took = Duration.ofNanos(System.nanoTime() - start);
			System.out.println("campaign: lost host: items handled elsewhere after " + took.toMillis() + " ms");
			Faults.record("queues with a store", "a lost host", 1, HoldingApplication.ITEMS, 0, took);
			// Without a keepalive nothing is noticed in that time: the check sees it.
			await().during(NOTICED.minus(took).plusMillis(1))
				.atMost(NOTICED.multipliedBy(2))
				.pollInterval(200, TimeUnit.MILLISECONDS)
				.until(() -> isHeld(lost, unnoticed));
		}
	}

	/** The database as it is reached from another host. */
	private static String at(SeparateHost host, String url) {
		return url.replace("localhost", host.address());
	}

	/** Whether all items are there and locked. */
	private static boolean isHeld(ForkedJvm holder, String url) {
		JdbcTemplate jdbc = jdbc(url);
		return holder.requireAlive()
				&& jdbc.queryForList("select to_regclass('safequeue_item')::text", String.class).get(0) != null
				&& jdbc.queryForList("select id from safequeue_item").size() == HoldingApplication.ITEMS
				&& jdbc.queryForList("select id from safequeue_item for update skip locked").isEmpty();
	}

	private static List<Long> effects(String url) {
		return jdbc(url).queryForList("select number from effect", Long.class);
	}

	private static JdbcTemplate jdbc(String url) {
		return new JdbcTemplate(new DriverManagerDataSource(url));
	}

	static class Handlers {

		@Bean
		Handler handler(JdbcTemplate jdbc) {
			jdbc.execute(Effects.TABLE);
			return new Handler(jdbc);
		}

	}

	static class Handler {

		private final JdbcTemplate jdbc;

		Handler(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		@SafeQueueListener(StoredApplication.QUEUE)
		void on(LedgerItem item) {
			this.jdbc.update("insert into effect (queue, item_key, number) values ('orders', ?, ?)", item.key(),
					item.number());
		}

	}

}
