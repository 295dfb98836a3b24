/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.StoredDeadLetter;
import io.github.safequeue.store.LostDeliveriesException;
import io.github.safequeue.store.OutgoingItem;
import io.github.safequeue.store.ReceivedItem;
import io.github.safequeue.store.Settlement;
import io.github.safequeue.store.TransactionalStore;
import io.github.safequeue.testing.EmptyTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What the store promises on each database.
 */
abstract class JdbcItemStoreContract {

	TestDatabase database;

	TransactionalStore store;

	abstract TestDatabase createDatabase() throws Exception;

	@BeforeEach
	void open() throws Exception {
		this.database = createDatabase();
		this.store = this.database.open(TestDatabase.QUEUE, false);
		this.database.jdbc().execute("create table if not exists effect (name varchar(100) primary key)");
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void deliversWhatIsWrittenInOrder() {
		List<OutgoingItem> items = TestDatabase.items(5);
		this.store.write(items);
		RecordingHandler handler = RecordingHandler.succeeding();
		assertThat(this.store.receive(2, handler)).isTrue();
		assertThat(this.store.receive(10, handler)).isTrue();
		assertThat(this.store.receive(10, handler)).isFalse();
		assertThat(handler.payloads()).containsExactly("0", "1", "2", "3", "4");
		assertThat(handler.handled).extracting(ReceivedItem::id)
			.containsExactlyElementsOf(items.stream().map(OutgoingItem::id).toList());
		assertThat(this.database.count("item")).isZero();
	}

	@Test
	void commitsEffectsTogetherWithTheRemoval() {
		this.store.write(TestDatabase.items(1));
		this.store.receive(1, RecordingHandler.doing((items) -> effect("done")));
		assertThat(effects()).containsExactly("done");
		assertThat(this.database.count("item")).isZero();
	}

	@Test
	void rollsBackAndCountsAFailure() {
		this.store.write(TestDatabase.items(1));
		RecordingHandler failing = RecordingHandler.doing((items) -> {
			effect("undone");
			throw new IllegalStateException("made to fail");
		});
		assertThat(this.store.receive(1, failing)).isTrue();
		assertThat(failing.failure).hasMessage("made to fail");
		RecordingHandler handler = RecordingHandler.succeeding();
		this.store.receive(1, handler);
		assertThat(handler.handled).extracting(ReceivedItem::failures, ReceivedItem::lost).containsExactly(tuple(1, 0));
		assertThat(effects()).isEmpty();
	}

	@Test
	void waitsForARetry() {
		this.store.write(TestDatabase.items(2));
		this.store.receive(1,
				RecordingHandler.failing((item, cause) -> new Settlement.Retry(item, Duration.ofHours(1))));
		RecordingHandler handler = RecordingHandler.succeeding();
		this.store.receive(10, handler);
		assertThat(this.store.receive(10, handler)).isFalse();
		assertThat(handler.payloads()).containsExactly("1");
		assertThat(this.store.figures().waiting()).isEqualTo(1);
	}

	@Test
	void countsNothingForAReleasedItem() {
		this.store.write(TestDatabase.items(1));
		this.store.receive(1, RecordingHandler.failing((item, cause) -> new Settlement.Release(item)));
		assertThat(next(this.store)).extracting(ReceivedItem::failures, ReceivedItem::lost).containsExactly(0, 0);
	}

	@Test
	void countsADeliveryThatWasPutBack() {
		this.store.write(TestDatabase.items(1));
		this.store.receive(1, RecordingHandler.failing((item, cause) -> new Settlement.PutBack(item, Duration.ZERO)));
		assertThat(next(this.store)).extracting(ReceivedItem::failures, ReceivedItem::lost).containsExactly(0, 1);
	}

	@Test
	void givesUpAnItemThatIsLostTooOften() {
		this.store.write(TestDatabase.items(2));
		RecordingHandler unreadable = RecordingHandler
			.failing((item, cause) -> (cause instanceof LostDeliveriesException) ? new Settlement.Dead(item, cause)
					: item.payload().equals("0") ? new Settlement.PutBack(item, Duration.ZERO)
							: new Settlement.Release(item));
		for (int i = 0; i < 4; i++) {
			this.store.receive(2, unreadable);
		}
		assertThat(unreadable.failure).isInstanceOf(LostDeliveriesException.class);
		assertThat(this.store.deadLetters(10)).extracting(StoredDeadLetter::cause, StoredDeadLetter::deliveries)
			.containsExactly(tuple(LostDeliveriesException.class.getName(), 3));
		assertThat(next(this.store)).extracting(ReceivedItem::payload, ReceivedItem::lost).containsExactly("1", 0);
	}

	@Test
	void keepsDeadLettersAndPutsThemBack() {
		List<OutgoingItem> items = TestDatabase.items(1);
		this.store.write(items);
		this.store.receive(1, RecordingHandler.failing(Settlement.Dead::new));
		assertThat(this.store.receive(1, RecordingHandler.succeeding())).isFalse();
		List<StoredDeadLetter> letters = this.store.deadLetters(10);
		assertThat(letters).extracting(StoredDeadLetter::cause, StoredDeadLetter::deliveries)
			.containsExactly(tuple(IllegalStateException.class.getName(), 1));
		assertThat(this.store.figures().dead()).isEqualTo(1);
		assertThat(this.store.requeue("none")).isFalse();
		assertThat(this.store.requeue(letters.get(0).id())).isTrue();
		assertThat(this.store.requeue(letters.get(0).id())).isFalse();
		assertThat(next(this.store)).extracting(ReceivedItem::id, ReceivedItem::failures)
			.containsExactly(items.get(0).id(), 0);
		assertThat(this.database.count("dead")).isZero();
	}

	@Test
	void forwardsToAnotherQueue() {
		TransactionalStore failed = this.database.open("failed", false);
		List<OutgoingItem> items = TestDatabase.items(1);
		this.store.write(items);
		this.store.receive(1, RecordingHandler.failing((item, cause) -> new Settlement.Forward(item, "failed")));
		assertThat(this.store.figures().waiting()).isZero();
		assertThat(next(failed)).extracting(ReceivedItem::id, ReceivedItem::payload, ReceivedItem::failures)
			.containsExactly(items.get(0).id(), "0", 0);
	}

	@Test
	void keepsHeadersBesideTheItem() {
		TransactionalStore failed = this.database.open("failed", false);
		Map<String, String> headers = Map.of("traceparent", "00-4bf9-00f0-01", "note", "a&b=c \u00e4\n");
		this.store
			.write(List.of(new OutgoingItem(UUID.randomUUID().toString(), null, "0", headers), TestDatabase.item("1")));
		assertThat(this.database.count("item where headers is null")).isEqualTo(1);
		RecordingHandler forwarding = RecordingHandler.failing((item, cause) -> new Settlement.Forward(item, "failed"));
		this.store.receive(2, forwarding);
		assertThat(forwarding.failed).extracting(ReceivedItem::headers).containsExactly(headers, Map.of());
		assertThat(next(failed).headers()).isEqualTo(headers);
	}

	@Test
	void deliversAnItemWhoseHeadersCannotBeRead() {
		this.store.write(TestDatabase.items(1));
		this.database.jdbc().update("update safequeue_item set headers = 'a=1&b'");
		assertThat(next(this.store).headers()).isEmpty();
	}

	@Test
	void refusesACommitThatWasMarkedForRollback() {
		this.store.write(TestDatabase.items(1));
		TransactionTemplate inner = this.database.transactions();
		RecordingHandler handler = RecordingHandler.doing((items) -> {
			assertThatIllegalStateException().isThrownBy(() -> inner.executeWithoutResult((status) -> {
				effect("undone");
				throw new IllegalStateException("caught by the handler");
			}));
		});
		this.store.receive(1, handler);
		assertThat(handler.failure).isInstanceOf(UnexpectedRollbackException.class)
			.hasMessageContaining("Queue 'orders'")
			.hasMessageContaining("REQUIRES_NEW");
		assertThat(effects()).isEmpty();
		assertThat(next(this.store).failures()).isEqualTo(1);
	}

	@Test
	void refusesACommitIfAnItemHasGone() {
		this.store.write(TestDatabase.items(2));
		RecordingHandler handler = RecordingHandler.doing((items) -> {
			effect("undone");
			this.database.jdbc().update("delete from safequeue_item where id = (select min(id) from safequeue_item)");
		});
		this.store.receive(2, handler);
		assertThat(handler.failure).isInstanceOf(UnexpectedRollbackException.class)
			.hasMessageContaining("Queue 'orders'")
			.hasMessageContaining("1 of 2 items were still there")
			.hasMessageContaining("Leave both to the queue");
		assertThat(effects()).isEmpty();
		assertThat(this.database.count("item where failures = 1")).isEqualTo(2);
	}

	@Test
	void countsAFailureOfTheCommit() {
		this.store.write(TestDatabase.items(1));
		RecordingHandler handler = RecordingHandler.doing(
				(items) -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
					@Override
					public void beforeCommit(boolean readOnly) {
						throw new IllegalStateException("before the commit");
					}
				}));
		this.store.receive(1, handler);
		assertThat(handler.failure).hasMessage("before the commit");
		assertThat(next(this.store)).extracting(ReceivedItem::failures, ReceivedItem::lost).containsExactly(1, 0);
	}

	@Test
	void keepsACommitWhoseListenerFails() {
		this.store.write(TestDatabase.items(1));
		RecordingHandler handler = RecordingHandler.doing((items) -> {
			effect("done");
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					throw new IllegalStateException("after the commit");
				}

			});
		});
		assertThat(this.store.receive(1, handler)).isTrue();
		assertThat(handler.failed).isEmpty();
		assertThat(effects()).containsExactly("done");
	}

	@Test
	void receivesAgainWhatWasReleased() {
		this.store.write(TestDatabase.items(3));
		RecordingHandler releasing = RecordingHandler.failing((item, cause) -> new Settlement.Release(item));
		this.store.receive(3, releasing);
		List<ReceivedItem> released = List.copyOf(releasing.failed);
		RecordingHandler handler = RecordingHandler.succeeding();
		assertThat(this.store.receiveAgain(released.subList(1, 3), handler)).isTrue();
		assertThat(handler.payloads()).containsExactly("1", "2");
		assertThat(this.store.receiveAgain(released.subList(1, 3), handler)).isFalse();
		assertThat(next(this.store).payload()).isEqualTo("0");
	}

	@Test
	void hidesItemsInFlightFromOthers() {
		this.store.write(TestDatabase.items(2));
		RecordingHandler inner = RecordingHandler.succeeding();
		this.store.receive(1, RecordingHandler.doing((items) -> {
			Thread other = new Thread(() -> this.store.receive(10, inner));
			other.start();
			other.join();
		}));
		assertThat(inner.payloads()).containsExactly("1");
	}

	@Test
	void enqueuesInTheTransactionOfTheCaller() {
		AtomicInteger arrivals = new AtomicInteger();
		this.store.onArrival(arrivals::incrementAndGet);
		this.database.transactions().executeWithoutResult((status) -> {
			effect("undone");
			this.store.enqueue(TestDatabase.item("undone"));
			status.setRollbackOnly();
		});
		assertThat(arrivals).hasValue(0);
		assertThat(this.store.receive(1, RecordingHandler.succeeding())).isFalse();
		this.database.transactions().executeWithoutResult((status) -> {
			this.store.enqueue(TestDatabase.item("done"));
			assertThat(arrivals).hasValue(0);
		});
		assertThat(arrivals).hasValue(1);
		assertThat(next(this.store).payload()).isEqualTo("done");
	}

	@Test
	void enqueuesWithoutATransaction() {
		AtomicInteger arrivals = new AtomicInteger();
		this.store.onArrival(arrivals::incrementAndGet);
		this.store.enqueue(TestDatabase.item("done"));
		assertThat(arrivals).hasValue(1);
		assertThat(next(this.store).payload()).isEqualTo("done");
	}

	@Test
	void refusesToJoinAForeignTransaction() {
		TransactionTemplate foreign = new TransactionTemplate(new EmptyTransactionManager());
		foreign.executeWithoutResult((status) -> assertThatExceptionOfType(IllegalTransactionStateException.class)
			.isThrownBy(() -> this.store.enqueue(TestDatabase.item("refused")))
			.withMessageContaining("Queue 'orders'"));
		assertThat(this.database.count("item")).isZero();
	}

	@Test
	void keepsTheInterruptOfAHandler() {
		this.store.write(TestDatabase.items(1));
		this.store.receive(1, RecordingHandler.doing((items) -> Thread.currentThread().interrupt()));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.database.count("item")).isZero();
	}

	@Test
	void keepsItemsOfALaneInOrder() {
		TransactionalStore keyed = this.database.open("keyed", true);
		keyed.write(List.of(TestDatabase.item("a", "a1"), TestDatabase.item("a", "a2"), TestDatabase.item("b", "b1")));
		keyed.receive(1, RecordingHandler.failing((item, cause) -> new Settlement.Retry(item, Duration.ofHours(1))));
		RecordingHandler handler = RecordingHandler.succeeding();
		while (keyed.receive(10, handler)) {
			assertThat(handler.handled).isNotEmpty();
		}
		assertThat(handler.payloads()).containsExactly("b1");
	}

	@Test
	void takesOnlyTheHeadOfALaneAgain() {
		TransactionalStore keyed = this.database.open("keyed", true);
		keyed.write(List.of(TestDatabase.item("a", "a1"), TestDatabase.item("a", "a2"), TestDatabase.item("a", "a3")));
		RecordingHandler releasing = RecordingHandler.failing((item, cause) -> new Settlement.Release(item));
		keyed.receive(3, releasing);
		List<ReceivedItem> released = List.copyOf(releasing.failed);
		assertThat(released).hasSize(3);
		assertThat(keyed.receiveAgain(released.subList(1, 3), RecordingHandler.succeeding())).isFalse();
		RecordingHandler handler = RecordingHandler.succeeding();
		assertThat(keyed.receiveAgain(released.subList(0, 2), handler)).isTrue();
		assertThat(handler.payloads()).containsExactly("a1", "a2");
		RecordingHandler last = RecordingHandler.succeeding();
		keyed.receive(3, last);
		assertThat(last.handled).extracting(ReceivedItem::payload, ReceivedItem::lost).containsExactly(tuple("a3", 0));
	}

	@Test
	void holdsTheNumberOfLanes() {
		TransactionalStore keyed = this.database.open("keyed", true);
		keyed.write(List.of(TestDatabase.item("a", "a1")));
		JdbcStoreSettings old = this.database.settings();
		this.database.with(new JdbcStoreSettings(old.tablePrefix(), old.schemaCreation(), old.pollInterval(), 16,
				old.maxDeliveries(), false));
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> this.database.open("keyed", true))
			.withMessageContaining("Set safequeue.store.jdbc.lanes to 8");
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> this.database.open("keyed", false))
			.withMessageContaining("a queue without keys");
		next(keyed);
		this.database.open("keyed", true);
		assertThat(this.database.count("lane where queue = 'keyed'")).isEqualTo(16);
	}

	@Test
	void looksAtWhatWaits() {
		assertThat(this.store.figures().oldestWaiting()).isZero();
		this.store.write(TestDatabase.items(3));
		assertThat(this.store.figures().waiting()).isEqualTo(3);
		assertThat(this.store.figures().waitingIsLowerBound()).isFalse();
		assertThat(this.store.figures().oldestWaiting()).isLessThan(Duration.ofMinutes(1));
	}

	static ReceivedItem next(TransactionalStore store) {
		RecordingHandler handler = RecordingHandler.succeeding();
		assertThat(store.receive(1, handler)).isTrue();
		assertThat(handler.handled).hasSize(1);
		return handler.handled.element();
	}

	void effect(String name) {
		this.database.jdbc().update("insert into effect values (?)", name);
	}

	List<String> effects() {
		return this.database.jdbc().queryForList("select name from effect", String.class);
	}

}
