/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.cleaner;

import java.lang.ref.Cleaner;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.PreDestroy;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.autoconfigure.SafeCleanerAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * The cleaner of an application.
 */
class SafeCleanerTests {

	private static final String QUEUE = "safeCleanerQueue";

	private static final List<String> EVENTS = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner = QueueTestRunner.create()
		.withConfiguration(AutoConfigurations.of(SafeCleanerAutoConfiguration.class));

	@BeforeEach
	void clear() {
		EVENTS.clear();
	}

	@Test
	void actionRunsOnAWorkerAfterTheObjectIsGone() {
		this.runner.withBean(User.class).run((context) -> {
			List<String> threads = new CopyOnWriteArrayList<>();
			context.getBean(User.class)
				.cleaner()
				.register(new Object(), () -> threads.add(Thread.currentThread().getName()));
			collectUntil(() -> !threads.isEmpty());
			assertThat(threads).singleElement().asString().contains(QUEUE);
		});
	}

	@Test
	void slowActionHoldsUpNoHandOver() {
		this.runner.withBean(User.class).run((context) -> {
			SafeCleaner cleaner = context.getBean(User.class).cleaner();
			SafeQueue<?> queue = context.getBean(QUEUE, SafeQueue.class);
			CountDownLatch release = new CountDownLatch(1);
			AtomicInteger run = new AtomicInteger();
			for (int i = 0; i < 100; i++) {
				cleaner.register(new Object(), () -> {
					await(release);
					run.incrementAndGet();
				});
			}
			collectUntil(() -> queue.snapshot().accepted() == 100);
			assertThat(run).hasValue(0);
			release.countDown();
			QueueTestRunner.settle(queue);
			assertThat(run).hasValue(100);
			assertThat(queue.snapshot().handled()).isEqualTo(100);
		});
	}

	@Test
	void failuresAreCountedAndTheRestGoOnEachOnce() {
		List<DeadLetter<?>> letters = new CopyOnWriteArrayList<>();
		this.runner.withBean(User.class)
			.withBean(DeadLetterHandler.class, () -> letters::add)
			.withPropertyValues("safequeue.defaults.retry.max-retries=3", "safequeue.defaults.retry.delay=1ms",
					"safequeue.defaults.dead-letter-queue=safeQueue")
			.run((context) -> {
				SafeCleaner cleaner = context.getBean(User.class).cleaner();
				SafeQueue<?> queue = context.getBean(QUEUE, SafeQueue.class);
				AtomicInteger run = new AtomicInteger();
				for (int i = 0; i < 20; i++) {
					boolean fails = i % 2 == 0;
					cleaner.register(new Object(), () -> {
						run.incrementAndGet();
						if (fails) {
							throw new AssertionError("on purpose");
						}
					});
				}
				collectUntil(() -> queue.snapshot().accepted() == 20);
				QueueTestRunner.settle(queue);
				assertThat(run).hasValue(20);
				assertThat(queue.snapshot().failed()).isEqualTo(10);
				assertThat(queue.snapshot().handled()).isEqualTo(10);
				assertThat(letters).hasSize(10);
			});
	}

	@Test
	void cleanRunsTheActionAtOnceAndOnlyOnce() {
		this.runner.withBean(User.class).run((context) -> {
			SafeCleaner cleaner = context.getBean(User.class).cleaner();
			List<Thread> threads = new CopyOnWriteArrayList<>();
			Cleaner.Cleanable cleanable = cleaner.register(this, () -> threads.add(Thread.currentThread()));
			cleanable.clean();
			cleanable.clean();
			assertThat(threads).containsExactly(Thread.currentThread());
			AtomicBoolean other = new AtomicBoolean();
			cleaner.register(new Object(), () -> other.set(true));
			collectUntil(other::get);
			assertThat(threads).hasSize(1);
		});
	}

	@Test
	void whatIsDueIsRunBeforeTheBeansOfItsUsersAreDestroyed() {
		CountDownLatch release = new CountDownLatch(1);
		this.runner.withUserConfiguration(Resources.class).run((context) -> {
			ResourceUser user = context.getBean(ResourceUser.class);
			SafeQueue<?> queue = context.getBean(QUEUE, SafeQueue.class);
			user.lose(release);
			user.lose(release);
			collectUntil(() -> queue.snapshot().accepted() == 2);
			new Thread(() -> {
				Awaitility.await().atMost(QueueTestRunner.LIMIT).until(() -> EVENTS.contains("user destroyed"));
				release.countDown();
			}).start();
		});
		assertThat(EVENTS).containsExactly("user destroyed", "returned to open pool", "returned to open pool",
				"pool destroyed");
	}

	@Test
	void whatIsStillRegisteredIsLeftAloneOnClose() {
		assertThat(closeWithRegistered("false")).isZero();
	}

	@Test
	void whatIsStillRegisteredIsRunOnCloseIfConfigured() {
		assertThat(closeWithRegistered("true")).isEqualTo(1000);
		assertThat(EVENTS.subList(0, 3)).containsExactly("0", "1", "2");
	}

	private int closeWithRegistered(String cleanOnClose) {
		AtomicInteger run = new AtomicInteger();
		this.runner.withBean(User.class)
			.withPropertyValues("safequeue.cleaner.clean-on-close=" + cleanOnClose)
			.run((context) -> {
				SafeCleaner cleaner = context.getBean(User.class).cleaner();
				for (int i = 0; i < 1001; i++) {
					int number = i;
					Cleaner.Cleanable cleanable = cleaner.register(this, () -> {
						run.incrementAndGet();
						EVENTS.add(Integer.toString(number));
					});
					if (i == 500) {
						cleanable.clean();
						run.set(0);
						EVENTS.clear();
					}
				}
			});
		return run.get();
	}

	@Test
	void whatBecomesDueAfterCloseIsRunDirectly() {
		List<String> threads = new CopyOnWriteArrayList<>();
		Object[] referent = { new Object() };
		SafeCleaner[] cleaner = new SafeCleaner[1];
		this.runner.withBean(User.class).run((context) -> {
			cleaner[0] = context.getBean(User.class).cleaner();
			cleaner[0].register(referent[0], () -> threads.add(Thread.currentThread().getName()));
		});
		cleaner[0].register(new Object(), () -> threads.add(Thread.currentThread().getName()));
		referent[0] = new Object();
		collectUntil(() -> threads.size() == 2);
		assertThat(threads).allMatch((name) -> !name.contains(QUEUE));
	}

	@Test
	void applicationThatAsksForNoCleanerHasNoQueueForIt() {
		this.runner.run((context) -> {
			assertThat(context.getBean(SafeQueueRegistry.class).all()).extracting(SafeQueue::name)
				.containsExactly("safeQueue");
			assertThat(context.getBeanProvider(SafeQueue.class).getIfUnique()).isNotNull();
		});
	}

	@Test
	void itCanBeDisabled() {
		this.runner.withPropertyValues("safequeue.cleaner.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SafeCleaner.class).doesNotHaveBean(QUEUE));
	}

	@Test
	void queueOfTheCleanerCannotBeGivenALimit() {
		this.runner.withBean(User.class)
			.withPropertyValues("safequeue.queues.%s.capacity=16".formatted(QUEUE))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(SafeQueueConfigurationException.class)
				.hasMessageContaining(QUEUE)
				.hasMessageContaining("capacity"));
	}

	@Test
	void nothingIsRegisteredWithoutAnObjectOrAnAction() {
		this.runner.withBean(User.class).run((context) -> {
			SafeCleaner cleaner = context.getBean(User.class).cleaner();
			assertThatNullPointerException().isThrownBy(() -> cleaner.register(nothing(), () -> {
			}));
			assertThatNullPointerException().isThrownBy(() -> cleaner.register(new Object(), nothing()));
		});
	}

	@SuppressWarnings({ "NullAway", "TypeParameterUnusedInFormals" })
	private static <T> T nothing() {
		return (T) null;
	}

	private static void collectUntil(Callable<Boolean> condition) {
		Awaitility.await().atMost(QueueTestRunner.LIMIT).until(() -> {
			System.gc();
			return condition.call();
		});
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	record User(SafeCleaner cleaner) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Resources {

		@Bean
		ResourceUser user(SafeCleaner cleaner, Pool pool) {
			return new ResourceUser(cleaner, pool);
		}

		@Bean
		Pool pool() {
			return new Pool();
		}

	}

	static class ResourceUser {

		private final SafeCleaner cleaner;

		private final Pool pool;

		ResourceUser(SafeCleaner cleaner, Pool pool) {
			this.cleaner = cleaner;
			this.pool = pool;
		}

		void lose(CountDownLatch release) {
			Pool pool = this.pool;
			this.cleaner.register(new Object(), () -> {
				await(release);
				pool.giveBack();
			});
		}

		@PreDestroy
		void destroyed() {
			EVENTS.add("user destroyed");
		}

	}

	static class Pool {

		private @Nullable String state = "open";

		void giveBack() {
			EVENTS.add("returned to " + this.state + " pool");
		}

		@PreDestroy
		void destroyed() {
			this.state = "closed";
			EVENTS.add("pool destroyed");
		}

	}

}
