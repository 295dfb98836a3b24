/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.testing.Permutations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A dead-letter queue, its handler and what that needs live and work until the queues
 * that feed it have closed, in every order of definition and however each is declared.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeadLetterOrderTests {

	private static final int ITEMS = 10;

	private final Notes notes = new Notes();

	private final ApplicationContextRunner plain = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SafeQueueAutoConfiguration.class))
		.withPropertyValues("safequeue.shutdown.drain-timeout=20s")
		.withBean(Notes.class, () -> this.notes);

	private final ApplicationContextRunner runner = this.plain
		.withPropertyValues("safequeue.queues.orders.dead-letter-queue=letters");

	static Stream<List<String>> orders() {
		return Permutations.of("producer", "failing", "letterHandler", "needed");
	}

	@ParameterizedTest
	@MethodSource("orders")
	void lettersAreHandledInEveryOrderOfDefinition(List<String> order) {
		run(order, ConstructorProducer.class);
	}

	@ParameterizedTest
	@MethodSource("orders")
	void lettersAreHandledWhereAFieldIsInjected(List<String> order) {
		run(order, FieldProducer.class);
	}

	private void run(List<String> order, Class<?> producer) {
		ApplicationContextRunner ordered = DefinedBeans.define(this.runner, order, Map.of("producer", producer,
				"failing", Failing.class, "letterHandler", LetterHandler.class, "needed", Needed.class));
		ordered.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.notes.failures).isEmpty();
		assertThat(this.notes.letters).hasSize(ITEMS);
	}

	@Test
	void lettersAreHandledByQueuesOfBuilders() {
		this.runner.withUserConfiguration(Built.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.notes.letters).hasSize(ITEMS);
	}

	@Test
	void lettersAreHandledByTheDeadLetterHandlersQueue() {
		this.plain.withBean("deadLetters", Forwarding.class)
			.withBean(LetterHandler.class)
			.withBean(Needed.class)
			.withBean(Failing.class)
			.withBean(ConstructorProducer.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.notes.failures).isEmpty();
		assertThat(this.notes.letters).hasSize(ITEMS);
	}

	@Test
	void aChainOfQueuesClosesInOrder() {
		this.runner
			.withPropertyValues("safequeue.queues.letters.dead-letter-queue=last",
					"safequeue.queues.letters.retry.max-retries=0")
			.withBean(LastHandler.class)
			.withBean(FailingLetters.class)
			.withBean(Failing.class)
			.withBean(ConstructorProducer.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.notes.letters).hasSize(ITEMS);
	}

	@Test
	void aConflictIsWarnedOfWithItsWay(CapturedOutput output) {
		this.runner.withBean("producer", ConstructorProducer.class)
			.withBean("failing", Failing.class)
			.withBean("letterHandler", Resubmitting.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.getOut().lines().filter((line) -> line.contains("its handler needs"))).singleElement()
			.asString()
			.contains("letters, orders", "letterHandler -> producer -> queue 'orders'");
	}

	@Test
	void noConflictIsSeenWhereAListenerOfEventsSubmits(CapturedOutput output) {
		this.runner.withBean(LetterHandler.class)
			.withBean(Needed.class)
			.withBean(PublishingFailing.class)
			.withBean(ListeningProducer.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("its handler needs");
		assertThat(this.notes.letters).hasSize(ITEMS);
	}

	static final class Notes {

		final List<Object> letters = new CopyOnWriteArrayList<>();

		final List<Throwable> failures = new CopyOnWriteArrayList<>();

	}

	private static void submit(SafeQueue<String> orders) {
		for (int i = 0; i < ITEMS; i++) {
			assertThat(orders.offer("item " + i)).isTrue();
		}
	}

	record ConstructorProducer(SafeQueue<String> orders) {

		@PreDestroy
		void destroy() {
			submit(this.orders);
		}

	}

	static class FieldProducer {

		@Autowired
		SafeQueue<String> orders;

		@PreDestroy
		void destroy() {
			submit(this.orders);
		}

	}

	static class Failing {

		@SafeQueueListener("orders")
		void on(String item) {
			if (!item.isEmpty()) {
				throw new IllegalStateException("always");
			}
		}

	}

	static class Needed {

		private volatile boolean destroyed;

		@PreDestroy
		void destroy() {
			this.destroyed = true;
		}

	}

	static class LetterHandler {

		private final Needed needed;

		private final Notes notes;

		private volatile boolean destroyed;

		LetterHandler(Needed needed, Notes notes) {
			this.needed = needed;
			this.notes = notes;
		}

		@SafeQueueListener("letters")
		void on(DeadLetter<?> letter) {
			if (this.destroyed || this.needed.destroyed) {
				this.notes.failures.add(new IllegalStateException("destroyed"));
			}
			this.notes.letters.add(letter.item());
		}

		@PreDestroy
		void destroy() {
			this.destroyed = true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Built {

		@Bean
		SafeQueue<DeadLetter<?>> letters(SafeQueueBuilder builder, Notes notes) {
			return builder.name("letters").handler((DeadLetter<?> letter) -> notes.letters.add(letter.item())).build();
		}

		@Bean
		SafeQueue<String> orders(SafeQueueBuilder builder) {
			return builder.name("orders").handler((String item) -> {
				throw new IllegalStateException("always");
			}).deadLetterQueue("letters").build();
		}

		@Bean
		ConstructorProducer producer(SafeQueue<String> orders) {
			return new ConstructorProducer(orders);
		}

	}

	record Forwarding(SafeQueue<DeadLetter<?>> letters) implements DeadLetterHandler {

		@Override
		public void onDeadLetter(DeadLetter<?> letter) {
			assertThat(this.letters.offer(letter)).isTrue();
		}

	}

	static class FailingLetters {

		@SafeQueueListener("letters")
		void on(DeadLetter<?> letter) {
			if (letter.attempts() > 0) {
				throw new IllegalStateException("again");
			}
		}

	}

	record LastHandler(Notes notes) {

		@SafeQueueListener("last")
		void on(DeadLetter<?> letter) {
			this.notes.letters.add(letter.item());
		}

	}

	record Resubmitting(ConstructorProducer producer) {

		@SafeQueueListener("letters")
		void on(DeadLetter<?> letter) {
			assertThat(this.producer).isNotNull();
		}

	}

	record Failed(String item) {
	}

	record PublishingFailing(ApplicationEventPublisher events) {

		@SafeQueueListener("orders")
		void on(String item) {
			this.events.publishEvent(new Failed(item));
			throw new IllegalStateException("always");
		}

	}

	record ListeningProducer(SafeQueue<String> orders) {

		@EventListener
		void on(Failed event) {
			assertThat(event.item()).isNotEmpty();
		}

		@PreDestroy
		void destroy() {
			submit(this.orders);
		}

	}

}
