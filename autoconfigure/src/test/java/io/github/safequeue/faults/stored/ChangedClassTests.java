/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two versions of an application share queues, and get the items of each other.
 */
@Tag("servers")
@Timeout(300)
class ChangedClassTests {

	private static final int ITEMS = OlderApplication.ITEMS;

	private static final String PUT_BACK = "select queue || ' ' || (payload::json->>'number') from safequeue_item"
			+ " where lost > 0 and available_at > created_at + interval '4 seconds'";

	@TempDir
	Path directory;

	@Test
	void eachVersionLeavesToTheOtherWhatItCannotRead() throws IOException {
		Path file = this.directory.resolve("resume");
		try (CrashableServer server = new CrashableServer(this.directory)) {
			String url = server.createDatabase("two_versions");
			String limited = server.createDatabase("limited");
			JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(url));
			try (ConfigurableApplicationContext newer = ChangedClass.start(url, ChangedClass.Newer.class);
					ForkedJvm older = ForkedJvm.startWith(List.of(), OlderApplication.class, url, file);
					ConfigurableApplicationContext strict = ChangedClass.start(limited, ChangedClass.Newer.class,
							"--safequeue.store.jdbc.max-deliveries=1")) {
				submitOlderOrder(limited);
				DurableQueue<ChangedClass.NewerMail> mails = ChangedClass.queue(newer, ChangedClass.MAILS);
				mails.pause();
				for (int i = 0; i < ITEMS; i++) {
					mails.enqueue(new ChangedClass.NewerMail("N" + i, "en"));
					mails.enqueue(new ChangedClass.NewerMail("" + (ITEMS + i), "en"));
				}
				await().atMost(ForkedJvm.LIMIT).untilAsserted(() -> {
					assertThat(older.requireAlive()).isTrue();
					assertThat(handled(jdbc, ChangedClass.MAILS, "older")).containsExactly(3L, 4L, 5L);
					assertThat(jdbc.queryForList(PUT_BACK, String.class)).containsExactlyInAnyOrder("orders 0",
							"orders 1", "orders 2", "mails N0", "mails N1", "mails N2");
				});
				assertThat(count(jdbc, "select count(*) from effect")).isEqualTo(ITEMS);
				// From now on each queue is handled by the version that can read what is
				// left.
				Files.createFile(file);
				ChangedClass.queue(newer, ChangedClass.ORDERS).pause();
				mails.resume();
				await().atMost(ForkedJvm.LIMIT)
					.until(() -> older.requireAlive() && count(jdbc, "select count(*) from safequeue_item") == 0);
				assertThat(handled(jdbc, ChangedClass.ORDERS, "older")).containsExactly(0L, 1L, 2L);
				assertThat(handled(jdbc, ChangedClass.MAILS, "older")).containsExactly(3L, 4L, 5L);
				assertThat(handled(jdbc, ChangedClass.MAILS, "newer")).containsExactly(0L, 1L, 2L);
				assertThat(count(jdbc, "select count(*) from effect")).isEqualTo(3 * ITEMS);
				assertThat(count(jdbc, "select count(*) from safequeue_dead")).isZero();
				assertThat(older.requireAlive() && newer.isActive()).isTrue();
				// Where the limit is reached first, the item dies: the check sees it.
				assertThat(strict.isActive()).isTrue();
				JdbcTemplate other = new JdbcTemplate(new DriverManagerDataSource(limited));
				await().atMost(ForkedJvm.LIMIT).until(() -> count(other, "select count(*) from safequeue_dead") == 1);
			}
		}
	}

	/** As an older version does that is not there any more. */
	private static void submitOlderOrder(String url) {
		new JdbcTemplate(new DriverManagerDataSource(url)).update(
				"insert into safequeue_item (queue, lane, message_id, payload) values ('orders', 0, ?, ?)",
				UUID.randomUUID(), "{\"number\":7}");
	}

	private static List<Long> handled(JdbcTemplate jdbc, String queue, String version) {
		return jdbc.queryForList("select number from effect where queue = ? and item_key = ? order by number",
				Long.class, queue, version);
	}

	private static int count(JdbcTemplate jdbc, String query) {
		Integer count = jdbc.queryForObject(query, Integer.class);
		return (count != null) ? count : -1;
	}

}
