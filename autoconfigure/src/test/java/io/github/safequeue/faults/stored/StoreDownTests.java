/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.annotation.Transactional;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.faults.ledger.LedgerItem;
import io.github.safequeue.health.SafeQueuesHealthIndicator;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * PostgreSQL stops while an application submits and handles, and comes back.
 */
@Tag("servers")
@Timeout(600)
class StoreDownTests {

	private static final int OFFERS = Faults.scaled(15_000, 300_000);

	private static final int ROOM = 1_000;

	private static final long PAUSE = 50_000;

	private final AtomicInteger accepted = new AtomicInteger();

	@TempDir
	Path directory;

	@Test
	void offerTakesAsLongAndNothingIsLost() {
		try (CrashableServer server = new CrashableServer(this.directory);
				ConfigurableApplicationContext context = start(server.url())) {
			DurableQueue<LedgerItem> queue = StoredApplication.queue(context);
			SafeQueuesHealthIndicator health = context.getBean(SafeQueuesHealthIndicator.class);
			offer(queue, OFFERS / 5);
			OfferTimes up = offer(queue, OFFERS);
			OfferTimes writingUp = OfferTimes.measure(100, PAUSE, (i) -> enqueue(queue));
			assertThat(queue.state()).isNotNull();
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
			server.crash();
			OfferTimes down = offer(queue, OFFERS);
			OfferTimes writingDown = OfferTimes.measure(3, PAUSE,
					(i) -> assertThatThrownBy(() -> queue.enqueue(item(-1)))
						.isInstanceOf(NestedRuntimeException.class));
			System.out.println("campaign: offer with the store up: " + up + ", and down: " + down);
			assertThat(down.isLike(up)).as("%s is like %s", down, up).isTrue();
			// An offer that writes would be seen.
			assertThat(writingDown.isLike(writingUp)).as("%s is like %s", writingDown, writingUp).isFalse();
			CompletableFuture<Void> sent = send(queue);
			assertThat(sent).isNotDone();
			assertThatQueueRefusesWhenFull(queue);
			assertThatHealthIsDown(health.health());
			server.restart();
			assertThat(sent).succeedsWithin(ForkedJvm.LIMIT);
			assertThatNothingIsLost(server.url());
			await().atMost(ForkedJvm.LIMIT).until(() -> Status.UP.equals(health.health().getStatus()));
			Faults.record("queues with a store", "the store down under load", 1, this.accepted.get(), 0);
		}
	}

	private static ConfigurableApplicationContext start(String url) {
		return StoredApplication.start(url, Handlers.class, "--safequeue.queues.orders.capacity=" + (OFFERS + ROOM),
				"--safequeue.queues.orders.retry.max-retries=-1", "--safequeue.queues.orders.batch-size=200",
				"--spring.datasource.hikari.connection-timeout=1000", "--logging.level.com.zaxxer=off");
	}

	private static LedgerItem item(int number) {
		return new LedgerItem("k", number);
	}

	private OfferTimes offer(DurableQueue<LedgerItem> queue, int calls) {
		List<LedgerItem> items = java.util.stream.IntStream.range(0, calls)
			.mapToObj((i) -> item(this.accepted.getAndIncrement()))
			.toList();
		boolean[] refused = new boolean[1];
		OfferTimes times = OfferTimes.measure(calls, PAUSE, (i) -> refused[0] |= !queue.offer(items.get(i)));
		assertThat(refused[0]).as("refused").isFalse();
		return times;
	}

	private void enqueue(DurableQueue<LedgerItem> queue) {
		queue.enqueue(item(this.accepted.getAndIncrement()));
	}

	private CompletableFuture<Void> send(DurableQueue<LedgerItem> queue) {
		return queue.send(item(this.accepted.getAndIncrement()));
	}

	private void assertThatQueueRefusesWhenFull(DurableQueue<LedgerItem> queue) {
		while (queue.offer(item(this.accepted.get()))) {
			this.accepted.incrementAndGet();
		}
		assertThat(queue.send(item(-1))).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(RejectedWorkException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(RejectedWorkException.Reason.FULL));
		assertThatExceptionOfType(NestedRuntimeException.class).isThrownBy(() -> queue.enqueue(item(-1)));
	}

	private static void assertThatHealthIsDown(Health health) {
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails().get(StoredApplication.QUEUE)).asString()
			.contains("the store (jdbc) has not been available since 20");
	}

	private void assertThatNothingIsLost(String url) {
		JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(url));
		await().atMost(ForkedJvm.LIMIT.multipliedBy(3))
			.pollInterval(Duration.ofMillis(200))
			.until(() -> Integer.valueOf(this.accepted.get())
				.equals(jdbc.queryForObject("select count(*) from effect", Integer.class)));
		assertThat(jdbc.queryForMap(
				"select count(distinct number) as numbers, min(number) as first," + " max(number) as last from effect"))
			.containsEntry("numbers", (long) this.accepted.get())
			.containsEntry("first", 0L)
			.containsEntry("last", this.accepted.get() - 1L);
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
		void on(List<LedgerItem> items) {
			this.jdbc.batchUpdate("insert into effect (queue, item_key, number) values ('orders', ?, ?)", items,
					items.size(), (statement, item) -> {
						statement.setString(1, item.key());
						statement.setLong(2, item.number());
					});
		}

	}

}
