/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.UnexpectedRollbackException;

import io.github.safequeue.StoredDeadLetter;
import io.github.safequeue.store.DeliveryHandler;
import io.github.safequeue.store.LostDeliveriesException;
import io.github.safequeue.store.OutcomeUnknownException;
import io.github.safequeue.store.OutgoingItem;
import io.github.safequeue.store.ReceivedItem;
import io.github.safequeue.store.RefusedItemException;
import io.github.safequeue.store.Settlement;
import io.github.safequeue.store.TransactionalStore;
import io.github.safequeue.testing.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What becomes of items in PostgreSQL when a handler, a connection or a process fails in
 * the middle.
 */
@Tag("servers")
class PostgresFailureTests {

	private TestDatabase database;

	private TransactionalStore store;

	@BeforeEach
	void open() {
		this.database = new TestDatabase(PostgresServer.createDatabase());
		this.store = this.database.open(TestDatabase.QUEUE, false);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void countsAFailureThatTheHandlerSwallowed() {
		this.store.write(TestDatabase.items(1));
		RecordingHandler handler = RecordingHandler
			.doing((items) -> assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> this.database.jdbc().queryForObject("select 1 / 0", Integer.class)));
		assertThat(this.store.receive(1, handler)).isTrue();
		assertThat(handler.failure).isInstanceOf(UnexpectedRollbackException.class)
			.hasMessageContaining("Queue 'orders'")
			.hasMessageContaining("the handler caught the exception");
		assertThat(JdbcItemStoreContract.next(this.store)).extracting(ReceivedItem::failures, ReceivedItem::lost)
			.containsExactly(1, 0);
	}

	/** Another instance looks for items at each moment between failure and its count. */
	@Test
	void keepsAFailedItemFromOthersUntilItIsCounted() {
		this.store.write(TestDatabase.items(1));
		TransactionalStore other = this.database.open(TestDatabase.QUEUE, false);
		RecordingHandler hasty = RecordingHandler.succeeding();
		this.store.receive(1, RecordingHandler.failing((item, cause) -> {
			assertThat(other.receive(1, hasty)).isFalse();
			return new Settlement.Retry(item, Duration.ofHours(1));
		}));
		assertThat(other.receive(1, hasty)).isFalse();
		assertThat(hasty.handled).isEmpty();
	}

	@Test
	void countsALostConnectionAsALostDelivery() {
		this.store.write(TestDatabase.items(3));
		killAHandler(1);
		this.store = this.database.open(TestDatabase.QUEUE, false);
		assertThat(received(3)).extracting(ReceivedItem::payload, ReceivedItem::failures, ReceivedItem::lost)
			.containsExactly(tuple("0", 0, 1), tuple("1", 0, 0), tuple("2", 0, 0));
	}

	@Test
	void givesUpAnItemThatKillsItsProcess() {
		this.store.write(TestDatabase.items(3));
		for (int i = 0; i < 3; i++) {
			this.store = this.database.open(TestDatabase.QUEUE, false);
			killAHandler(1);
		}
		RecordingHandler handler = new RecordingHandler((items) -> {
		}, (item, cause) -> new Settlement.Dead(item, cause));
		while (this.store.receive(1, handler)) {
			assertThat(handler.handled.size()).isLessThan(4);
		}
		assertThat(handler.payloads()).containsExactly("1", "2");
		assertThat(this.store.deadLetters(10)).extracting(StoredDeadLetter::cause, StoredDeadLetter::deliveries)
			.containsExactly(tuple(LostDeliveriesException.class.getName(), 3));
	}

	@Test
	void countsNoLossForNeighboursAfterAFailure() {
		this.store.write(TestDatabase.items(2));
		this.store.receive(2, RecordingHandler.failing((item, cause) -> new Settlement.Retry(item, Duration.ZERO)));
		this.store.receive(2, RecordingHandler.failing((item, cause) -> new Settlement.Release(item)));
		assertThat(received(2)).extracting(ReceivedItem::failures, ReceivedItem::lost)
			.containsExactly(tuple(1, 0), tuple(1, 0));
	}

	@Test
	void storesAnItemOnceWhenTheAnswerToACommitIsLost() throws Exception {
		storesOnce(true, 3);
	}

	@Test
	void storesAnItemOnceWhenACommitIsLost() throws Exception {
		storesOnce(false, 0);
	}

	private void storesOnce(boolean committed, long storedBefore) throws Exception {
		try (TcpProxy proxy = new TcpProxy(PostgresServer.get().getPort());
				TestDatabase proxied = new TestDatabase(through(proxy))) {
			TransactionalStore remote = proxied.open(TestDatabase.QUEUE, false);
			List<OutgoingItem> items = TestDatabase.items(3);
			cutAtCommit(proxy, committed);
			assertThat(catchThrowable(() -> remote.write(items))).isNotNull();
			Awaitility.await().until(() -> this.database.count("item") == storedBefore);
			Awaitility.await().ignoreExceptions().untilAsserted(() -> remote.write(items));
			assertThat(received(10)).extracting(ReceivedItem::id)
				.containsExactlyElementsOf(items.stream().map(OutgoingItem::id).toList());
		}
	}

	@Test
	void reportsACommitWithoutAnAnswerAsUnknown() throws Exception {
		this.store.write(TestDatabase.items(1));
		try (TcpProxy proxy = new TcpProxy(PostgresServer.get().getPort());
				TestDatabase proxied = new TestDatabase(through(proxy))) {
			TransactionalStore remote = proxied.open(TestDatabase.QUEUE, false);
			RecordingHandler handler = RecordingHandler.doing((items) -> cutAtCommit(proxy, true));
			assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> remote.receive(1, handler))
				.withMessageContaining("Queue 'orders'");
			assertThat(handler.failed).isEmpty();
			Awaitility.await().until(() -> this.database.count("item") == 0);
		}
	}

	@Test
	void namesTheItemThatTheDatabaseRefuses() {
		List<OutgoingItem> items = List.of(TestDatabase.item("0"), TestDatabase.item("1"),
				TestDatabase.item("secret\u0000"), TestDatabase.item("3"));
		assertThatExceptionOfType(RefusedItemException.class).isThrownBy(() -> this.store.write(items))
			.satisfies((refused) -> assertThat(refused.index()).isEqualTo(2))
			.withMessageContaining("Queue 'orders'")
			.withMessageNotContaining("secret")
			.withNoCause();
		assertThat(received(10)).extracting(ReceivedItem::payload).containsExactly("0", "1");
	}

	/** Without prepared statements, of which the proxy would see no text. */
	private String through(TcpProxy proxy) {
		return this.database.url().replace(":" + PostgresServer.get().getPort(), ":" + proxy.port())
				+ "&prepareThreshold=0";
	}

	private static void cutAtCommit(TcpProxy proxy, boolean committed) {
		if (committed) {
			proxy.cutAfter("COMMIT");
		}
		else {
			proxy.cutBefore("COMMIT");
		}
	}

	/** End the connection of a handler, as the end of its process does. */
	private void killAHandler(int max) {
		RecordingHandler killed = RecordingHandler.doing((items) -> {
			Integer pid = this.database.jdbc().queryForObject("select pg_backend_pid()", Integer.class);
			CountDownLatch gone = new CountDownLatch(1);
			Thread other = new Thread(() -> {
				this.database.jdbc().queryForObject("select pg_terminate_backend(?)", Boolean.class, pid);
				gone.countDown();
			});
			other.start();
			assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
			Awaitility.await().until(() -> !isAlive(pid));
			// No answer either: the process is gone.
			throw new ThreadDeathOfTheTest();
		});
		TransactionalStore dying = this.store;
		assertThat(catchThrowable(() -> dying.receive(max, new DeliveryHandler() {

			@Override
			public void handle(List<ReceivedItem> items) throws Exception {
				killed.handle(items);
			}

			@Override
			public List<Settlement> failed(List<ReceivedItem> items, Throwable failure) {
				throw new IllegalStateException("the process is gone", failure);
			}

		}))).isNotNull();
	}

	private boolean isAlive(int pid) throws InterruptedException {
		boolean[] alive = { true };
		Thread other = new Thread(() -> alive[0] = !this.database.jdbc()
			.queryForList("select pid from pg_stat_activity where pid = ?", Integer.class, pid)
			.isEmpty());
		other.start();
		other.join();
		return alive[0];
	}

	private List<ReceivedItem> received(int max) {
		RecordingHandler handler = RecordingHandler.succeeding();
		while (this.store.receive(max, handler)) {
			assertThat(handler.handled).isNotEmpty();
		}
		return List.copyOf(handler.handled);
	}

	private static final class ThreadDeathOfTheTest extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
