/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.troubleshooting;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

import org.assertj.core.api.ListAssert;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.testing.HushedExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Queues that do not go on: what {@code docs/troubleshooting.md} tells the reader to look
 * for is what health and endpoint answer.
 */
@Timeout(300)
@ExtendWith(HushedExtension.class)
class TroubleshootingTests {

	private static final Duration LIMIT = Duration.ofSeconds(40);

	private static final String BUSY = "$.workers[?(@.handling)]";

	@Test
	void handlerThatWaitsForALockNamesTheThreadThatHasIt() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		try (TroubledApplication shop = TroubledApplication.open(Stock.class)) {
			try {
				hold(shop.bean(Stock.class), end);
				shop.queue("orders").offer(new Stock.Order("Alice", 1));
				Map<String, Object> health = awaitProblem(shop, "orders");
				assertRead(health, "$.status").containsExactly("DOWN");
				assertThat(problem(health, "orders"))
					.contains("safequeue-orders-1 has been handling",
							"BLOCKED at " + Stock.class.getName() + ".reserve")
					.doesNotContain("Alice");
				Map<String, Object> queue = shop.queueAndWorkers("orders");
				assertRead(queue, BUSY + ".state").containsExactly("BLOCKED");
				assertRead(queue, BUSY + ".heldBy").containsExactly("stock-taking");
				assertRead(queue, "$.workers[*].deadlocked").containsOnly(false);
				Document.shows("lock: health", health);
				Document.shows("lock: endpoint", queue);
			}
			finally {
				end.countDown();
			}
			waiting().until(() -> shop.bean(Stock.class).reserved() == 1);
		}
	}

	private static void hold(Stock stock, CountDownLatch end) throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		Thread thread = new Thread(() -> {
			try {
				stock.count(begun, end);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "stock-taking");
		thread.setDaemon(true);
		thread.start();
		begun.await();
	}

	@Test
	void deadlockIsNamedWithAllItsThreads() {
		try (TroubledApplication shop = TroubledApplication.open(Accounts.class,
				"safequeue.shutdown.drain-timeout=0s")) {
			SafeQueue<Accounts.Transfer> transfers = shop.queue("transfers");
			transfers.offer(new Accounts.Transfer(0, 1, "DE02"));
			transfers.offer(new Accounts.Transfer(1, 0, "DE03"));
			Map<String, Object> health = waiting().until(() -> shop.health("transfers"),
					(answer) -> problem(answer, "transfers").contains("; "));
			assertRead(health, "$.status").containsExactly("DOWN");
			Map<String, Object> queue = shop.queueAndWorkers("transfers");
			assertRead(queue, "$.workers[*].deadlocked").containsExactly(true, true);
			assertRead(queue, "$.workers[*].heldBy").containsExactly("safequeue-transfers-2", "safequeue-transfers-1");
			assertRead(queue, "$.deadlock[*].thread").containsExactly("safequeue-transfers-1", "safequeue-transfers-2");
			Document.shows("deadlock: endpoint", queue);
		}
	}

	@Test
	void slowDependencyKeepsAllWorkersInTheSameCallAndHandlesAllTheSame() {
		try (TroubledApplication shop = TroubledApplication.open(Cashier.class,
				"safequeue.queues.payments.stuck-threshold=1m", "safequeue.queues.payments.capacity=64")) {
			SafeQueue<Cashier.Payment> payments = shop.queue("payments");
			Cashier cashier = shop.bean(Cashier.class);
			for (int i = 0; i < 40; i++) {
				payments.offer(new Cashier.Payment("4929-1234"));
			}
			awaitCharging(shop, 0);
			cashier.answer(3);
			Map<String, Object> queue = awaitCharging(shop, 3);
			Map<String, Object> health = shop.health("payments");
			assertRead(health, "$.status").containsExactly("UP");
			assertRead(health, "$.details.payments.size").containsExactly(35);
			assertRead(queue, BUSY + ".state").as("a thread that reads from a socket").containsOnly("RUNNABLE");
			Document.shows("slow: health", health);
			Document.shows("slow: endpoint", queue);
			cashier.answer(40);
		}
	}

	private static Map<String, Object> awaitCharging(TroubledApplication shop, int handled) {
		return waiting().until(() -> shop.queueAndWorkers("payments"),
				(answer) -> TroubledApplication.read(answer, "$.handled").contains(handled)
						&& TroubledApplication.read(answer, BUSY + ".stack[0]")
							.stream()
							.filter((frame) -> frame.toString().contains("SocketDispatcher.read0"))
							.count() == 2);
	}

	@Test
	void hotKeyLeavesOtherWorkersIdleWhileItsOwnHasAllThatWaits() {
		try (TroubledApplication shop = TroubledApplication.open(Labels.class,
				"safequeue.queues.parcels.stuck-threshold=1m", "safequeue.queues.parcels.capacity=64")) {
			SafeQueue<Labels.Parcel> parcels = shop.queue("parcels");
			// The first of the workers that sleep is woken.
			waiting().until(() -> shop.queueAndWorkers("parcels"),
					(answer) -> TroubledApplication.read(answer, "$.workers[?(@.state == 'WAITING')]").size() == 3);
			parcels.offer(new Labels.Parcel("north", "Bob"));
			waiting().until(() -> parcels.snapshot().inFlight() == 1);
			parcels.offer(new Labels.Parcel("south", "Bob"));
			parcels.offer(new Labels.Parcel("west", "Bob"));
			for (int i = 0; i < 20; i++) {
				parcels.offer(new Labels.Parcel("north", "Bob"));
			}
			Map<String, Object> queue = waiting().until(() -> shop.queueAndWorkers("parcels"),
					(answer) -> TroubledApplication.read(answer, "$.handled").contains(2)
							&& TroubledApplication.read(answer, "$.workers[?(@.state == 'WAITING')]").size() == 3
							&& TroubledApplication.read(answer, BUSY + ".waiting").contains(20));
			Map<String, Object> health = shop.health("parcels");
			assertRead(health, "$.status").containsExactly("UP");
			assertRead(queue, "$.size").containsExactly(20);
			assertRead(queue, "$.concurrency").containsExactly(3);
			assertRead(queue, "$.inFlight").containsExactly(1);
			assertRead(queue, BUSY + ".waiting").containsExactly(20);
			assertRead(queue, "$.workers[?(!@.handling)].waiting").containsExactly(0, 0);
			Document.shows("hot key: health", health);
			Document.shows("hot key: endpoint", queue);
			shop.bean(Labels.class).refill();
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void callsThatGetNoCarrierHaveNotBegun() throws Exception {
		try (TroubledApplication shop = TroubledApplication.open(Postman.class,
				"safequeue.queues.mails.virtual-threads=true")) {
			Postman postman = shop.bean(Postman.class);
			try {
				postman.takeCarriers();
				shop.queue("mails").offer(new Postman.Mail("carol@example.org"));
				Map<String, Object> health = awaitProblem(shop, "mails");
				assertThat(problem(health, "mails")).endsWith("on a thread that has not begun to run");
				assertRead(shop.queueAndWorkers("mails"), BUSY + ".state").isEmpty();
				Document.shows("no carrier: health", health);
			}
			finally {
				postman.giveBack();
			}
		}
	}

	@Test
	void fullQueueRefusesWhileItsWorkersWork() throws Exception {
		try (TroubledApplication shop = TroubledApplication.open(ClickCounter.class,
				"safequeue.queues.clicks.capacity=16")) {
			ClickCounter counter = shop.bean(ClickCounter.class);
			Thread storm = new Thread(() -> counter.storm(shop.queue("clicks")));
			storm.start();
			try {
				Map<String, Object> health = waiting().until(() -> shop.health("clicks"),
						(answer) -> TroubledApplication.read(answer, "$.details.clicks.size").contains(16)
								&& !TroubledApplication.read(answer, "$.details.clicks.rejectedFull").contains(0));
				Map<String, Object> queue = waiting().until(() -> shop.queueAndWorkers("clicks"),
						(answer) -> TroubledApplication.read(answer, "$.size").contains(16)
								&& TroubledApplication.read(answer, BUSY + ".stack[0]")
									.toString()
									.contains("ClickCounter.score"));
				assertRead(health, "$.status").containsExactly("UP");
				assertRead(queue, BUSY + ".state").containsExactly("RUNNABLE");
				assertThat(counter.score()).isNotZero();
				int handled = (int) TroubledApplication.read(queue, "$.handled").get(0);
				waiting().until(() -> (int) TroubledApplication.read(shop.queueAndWorkers("clicks"), "$.handled")
					.get(0) > handled);
				Document.shows("full: health", health, "accepted", "handled", "rejectedFull");
				Document.shows("full: endpoint", queue, "accepted", "handled", "rejectedFull");
			}
			finally {
				counter.calm();
				storm.join();
			}
		}
	}

	@Test
	void allJsonOfTheDocumentWasAnswered() {
		assertThat(Document.blocks()).containsExactly("lock: health", "lock: endpoint", "deadlock: endpoint",
				"slow: health", "slow: endpoint", "hot key: health", "hot key: endpoint", "no carrier: health",
				"full: health", "full: endpoint");
		assertThat(Pattern.compile("```json").matcher(Document.read()).results()).hasSize(Document.blocks().size());
	}

	private static Map<String, Object> awaitProblem(TroubledApplication shop, String queue) {
		return waiting().until(() -> shop.health(queue), (answer) -> !problem(answer, queue).isEmpty());
	}

	private static String problem(Map<String, Object> health, String queue) {
		return TroubledApplication.read(health, "$.details." + queue)
			.stream()
			.map((details) -> ((Map<?, ?>) details).get("problem"))
			.map((problem) -> (problem != null) ? problem.toString() : "")
			.findFirst()
			.orElse("");
	}

	private static ConditionFactory waiting() {
		return await().atMost(LIMIT);
	}

	private static ListAssert<Object> assertRead(Map<String, Object> answer, String path) {
		return assertThat(TroubledApplication.read(answer, path));
	}

}
