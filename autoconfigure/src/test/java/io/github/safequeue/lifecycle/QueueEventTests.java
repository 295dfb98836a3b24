/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueEvent;
import io.github.safequeue.SafeQueueEvent.Kind;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.testing.Secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The events of queues as listeners of the application hear them.
 */
@Timeout(120)
class QueueEventTests {

	private final CountDownLatch release = new CountDownLatch(1);

	private final ApplicationContextRunner runner = QueueTestRunner.create()
		.withBean(Cards.class, () -> new Cards(this.release))
		.withBean(Listener.class)
		.withPropertyValues("safequeue.queues.cards.capacity=2", "safequeue.queues.cards.stuck-threshold=300ms");

	@AfterEach
	void release() {
		this.release.countDown();
	}

	/**
	 * Handles cards, of which each waits.
	 *
	 * @param release what they wait for
	 */
	record Cards(CountDownLatch release) {

		@SafeQueueListener("cards")
		void on(Secret card) throws InterruptedException {
			this.release.await();
		}

	}

	static class Listener {

		final List<SafeQueueEvent> events = new CopyOnWriteArrayList<>();

		final List<String> threads = new CopyOnWriteArrayList<>();

		@EventListener
		void on(SafeQueueEvent event) {
			this.events.add(event);
			this.threads.add(Thread.currentThread().getName());
		}

		void awaitKinds(Kind... kinds) {
			await().untilAsserted(() -> assertThat(this.events).filteredOn((event) -> event.queue().equals("cards"))
				.extracting(SafeQueueEvent::kind)
				.containsExactly(kinds));
		}

	}

	@Test
	void pauseResumeAndCloseAreHeardInOrderOnAThreadOfTheLibrary() {
		this.runner.run((context) -> {
			Listener listener = context.getBean(Listener.class);
			SafeQueue<Secret> cards = QueueTestRunner.queue(context, "cards");
			cards.pause();
			cards.pause();
			cards.resume();
			cards.resume();
			listener.awaitKinds(Kind.PAUSED, Kind.RESUMED);
			assertThat(listener.events.get(0).snapshot().state()).isEqualTo(SafeQueueState.PAUSED);
			assertThat(listener.events.get(1).snapshot().state()).isEqualTo(SafeQueueState.RUNNING);
			context.close();
			listener.awaitKinds(Kind.PAUSED, Kind.RESUMED, Kind.CLOSED);
			assertThat(listener.events.get(2).snapshot().state()).isEqualTo(SafeQueueState.CLOSED);
			assertThat(listener.threads).allMatch((thread) -> thread.matches("safequeue-.*-events"));
		});
	}

	@Test
	void stuckRecoveredAndFullAreHeard() {
		this.runner.run((context) -> {
			Listener listener = context.getBean(Listener.class);
			SafeQueue<Secret> cards = QueueTestRunner.queue(context, "cards");
			cards.offer(new Secret());
			listener.awaitKinds(Kind.STUCK);
			while (cards.offer(new Secret())) {
				Thread.onSpinWait();
			}
			listener.awaitKinds(Kind.STUCK, Kind.FULL);
			assertThat(listener.events.get(1).snapshot().rejectedFull()).isEqualTo(1);
			this.release.countDown();
			listener.awaitKinds(Kind.STUCK, Kind.FULL, Kind.RECOVERED);
			assertThat(listener.threads).containsOnly("safequeue-cards-events");
		});
	}

	/** Every queue of the context has closed when close() returns, and was heard. */
	@Test
	void closeWaitsUntilItWasHeard() {
		List<Listener> listeners = new CopyOnWriteArrayList<>();
		this.runner.run((context) -> {
			listeners.add(context.getBean(Listener.class));
			context.close();
			assertThat(listeners.get(0).events).extracting(SafeQueueEvent::queue).contains("cards", "safeQueue");
		});
	}

	/** Submits, and so is destroyed before the queue. */
	@Order(1)
	static class Submitter implements ApplicationListener<PayloadApplicationEvent<SafeQueueEvent>> {

		final List<Kind> heard = new CopyOnWriteArrayList<>();

		private final SafeQueue<Secret> cards;

		Submitter(SafeQueue<Secret> cards) {
			this.cards = cards;
		}

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<SafeQueueEvent> event) {
			if (event.getPayload().queue().equals("cards")) {
				this.heard.add(event.getPayload().kind());
			}
		}

		@PreDestroy
		void close() {
			this.cards.offer(new Secret());
		}

	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void listenerThatIsDestroyedBeforeTheQueueKeepsNoOtherFromHearing(CapturedOutput output) {
		this.release.countDown();
		this.runner.withBean("submitter", Submitter.class).run((context) -> {
			Listener listener = context.getBean(Listener.class);
			Submitter submitter = context.getBean(Submitter.class);
			QueueTestRunner.queue(context, "cards").pause();
			QueueTestRunner.queue(context, "cards").resume();
			listener.awaitKinds(Kind.PAUSED, Kind.RESUMED);
			context.close();
			assertThat(submitter.heard).containsExactly(Kind.PAUSED, Kind.RESUMED);
			listener.awaitKinds(Kind.PAUSED, Kind.RESUMED, Kind.CLOSED);
			assertThat(output).doesNotContain("Exception");
		});
	}

	static class Throwing {

		@EventListener
		void on(SafeQueueEvent event) {
			throw new IllegalStateException("on purpose");
		}

	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void listenerThatThrowsIsLoggedAndTheNextEventIsPublished(CapturedOutput output) {
		this.runner.withBean(Throwing.class).run((context) -> {
			SafeQueue<Secret> cards = QueueTestRunner.queue(context, "cards");
			cards.pause();
			cards.resume();
			await().until(() -> output.toString().split("Queue 'cards': a listener of its events failed").length == 3);
		});
	}

	static class Blocking {

		final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch release;

		Blocking(CountDownLatch release) {
			this.release = release;
		}

		@EventListener
		void on(SafeQueueEvent event) throws InterruptedException {
			if (event.queue().equals("cards")) {
				this.entered.countDown();
				this.release.await();
			}
		}

	}

	@Test
	void listenerThatBlocksHoldsUpNeitherTheWatchdogNorOtherQueuesNorClosing() {
		this.runner.withBean(Blocking.class, () -> new Blocking(this.release)).run((context) -> {
			Listener listener = context.getBean(Listener.class);
			QueueTestRunner.queue(context, "cards").pause();
			assertThat(context.getBean(Blocking.class).entered.await(30, TimeUnit.SECONDS)).isTrue();
			QueueTestRunner.queue(context, "cards").resume();
			SafeQueue<Runnable> tasks = QueueTestRunner.queue(context, "safeQueue");
			tasks.pause();
			await().until(() -> listener.events.stream().anyMatch((event) -> event.queue().equals("safeQueue")));
			long start = System.nanoTime();
			context.close();
			assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
		});
	}

	static class Closing {

		private final ConfigurableApplicationContext context;

		Closing(ConfigurableApplicationContext context) {
			this.context = context;
		}

		@EventListener
		void on(SafeQueueEvent event) {
			this.context.close();
		}

	}

	@Test
	void listenerThatClosesTheContextIsNotWaitedFor() {
		this.runner.withBean(Closing.class).run((context) -> {
			QueueTestRunner.queue(context, "cards").pause();
			await().until(() -> !context.getSourceApplicationContext().isActive());
		});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void nothingIsPublishedOnceTheContextIsClosed(CapturedOutput output) {
		this.runner.withBean(Blocking.class, () -> new Blocking(this.release)).run((context) -> {
			Listener listener = context.getBean(Listener.class);
			SafeQueue<Secret> cards = QueueTestRunner.queue(context, "cards");
			cards.pause();
			assertThat(context.getBean(Blocking.class).entered.await(30, TimeUnit.SECONDS)).isTrue();
			cards.resume();
			context.close();
			// What waits behind the listener that blocks comes too late.
			this.release.countDown();
			await().until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("safequeue-cards-events")));
			assertThat(listener.events).extracting(SafeQueueEvent::kind).doesNotContain(Kind.RESUMED);
			assertThat(output).doesNotContain("ERROR");
		});
	}

}
