/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample;

import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.sample.orders.Order;
import io.github.safequeue.test.AutoConfigureSafeQueue;
import io.github.safequeue.test.SafeQueueTester;

import static io.github.safequeue.test.SafeQueueAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The order desk with queues that the test handles one by one.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE,
		properties = "spring.datasource.url=jdbc:h2:mem:orders-by-hand;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE")
@AutoConfigureSafeQueue
class OrdersByHandTests {

	@Autowired
	private SafeQueue<Order> orders;

	@Autowired
	private SafeQueueTester tester;

	@Autowired
	private JdbcAggregateOperations stored;

	@AfterEach
	void leaveNothingToTheNextTest() {
		this.tester.discardAll();
	}

	@Test
	void anOrderIsStoredOnceItIsHandled() {
		Order order = order("1");
		this.orders.offer(order);
		assertThat(this.tester.submitted("orders", Order.class)).containsExactly(order);
		assertThat(this.stored.existsById("1", Order.class)).isFalse();
		assertThat(this.tester.handleNext("orders")).isTrue();
		assertThat(this.stored.existsById("1", Order.class)).isTrue();
		assertThat(this.orders).hasNothingWaiting().isConserved();
	}

	@Test
	void anOrderThatArrivesAgainIsNoFailure() {
		this.orders.offer(order("2"));
		this.orders.offer(order("2"));
		assertThat(this.tester.handleAll("orders")).isEqualTo(2);
		assertThat(this.tester.deadLetters("orders")).isEmpty();
	}

	@Test
	void anOrderThatCannotBeStoredIsADeadLetterAfterAllAttempts() {
		this.orders.offer(order("longer than any id".repeat(3)));
		assertThat(this.tester.handleAll("orders")).isEqualTo(1);
		assertThat(this.tester.deadLetters("orders")).singleElement()
			.satisfies((letter) -> assertThat(letter.attempts()).isEqualTo(3));
		assertThat(this.orders).hasFailed(1).hasRetried(2).isSettled();
	}

	private static Order order(String id) {
		return new Order(id, "alice", "tea", 1, Instant.now());
	}

}
