/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The table of promises in {@code docs/stores.md}: a column per store. Each cell is held
 * by a test that the page names, says <em>no</em>, or says that start-up is refused,
 * which is tried here.
 */
@ExtendWith(OutputCaptureExtension.class)
class StorePromisesTests {

	private static final Page PAGE = Page.of("docs/stores.md");

	private static final String REFUSED = "refused at start-up";

	private static final Map<String, List<Refusal>> REFUSALS = Map.of(
			"what `send` or `enqueue` confirmed survives `kill -9`", List.of(new Refusal("orders", Durable.class)),
			"submitting joins the caller's transaction", List.of(new Refusal("orders", Durable.class)),
			"tasks (`Runnable`), executor, cleaner",
			List.of(new Refusal("safeQueue", Object.class), new Refusal("safeCleanerQueue", Object.class),
					new Refusal("tasks", Tasks.class, "safequeue.task-executor.queue=tasks")),
			"items of a generic type", List.of(new Refusal("envelopes", Envelopes.class)),
			"dead letters as items (`DeadLetter<T>`)", List.of(new Refusal("letters", Letters.class)),
			"`propagate-context` of the queue",
			List.of(new Refusal("orders", Orders.class, "safequeue.queues.orders.propagate-context=true")),
			"a retry policy with a timeout", List.of(new Refusal("orders", Timeout.class)));

	static Stream<Cell> cells() {
		return PageTable.below(PAGE, "## What each store promises")
			.rows()
			.stream()
			.flatMap((row) -> row.keySet()
				.stream()
				.filter(Predicate.not("promise"::equals))
				.map((store) -> new Cell(row.get("promise"), store, row.get(store))));
	}

	static Stream<Cell> kept() {
		return cells().filter((cell) -> !cell.isNo() && !cell.isRefused());
	}

	static Stream<Cell> refused() {
		return cells().filter(Cell::isRefused);
	}

	@ParameterizedTest
	@MethodSource("kept")
	void promiseIsHeldByATest(Cell cell) {
		assertThat(tests().filter((test) -> test.isOf(cell)).map(Cell::answer)).singleElement()
			.satisfies((tests) -> assertThat(Pattern.compile("`([^`]+)`").matcher(tests).results()).isNotEmpty()
				.allSatisfy((test) -> assertThat(exists(test.group(1))).as(test.group(1)).isTrue()));
	}

	@Test
	void testsAreThoseOfPromises() {
		assertThat(tests()).isNotEmpty()
			.allSatisfy((test) -> assertThat(cells().filter(test::isOf)).as("%s", test).hasSize(1));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void refusalNamesTheStoreThatCan(Cell cell, CapturedOutput output) {
		Set<String> able = cells().filter((other) -> other.promise().equals(cell.promise()))
			.filter((other) -> !other.isNo() && !other.isRefused())
			.map(Cell::store)
			.collect(Collectors.toSet());
		assertThat(REFUSALS).containsKey(cell.promise());
		for (Refusal refusal : REFUSALS.get(cell.promise())) {
			int before = output.length();
			assertThatException().as("%s", refusal).isThrownBy(() -> start(refusal, cell.store()));
			assertThat(output.toString().substring(before)).contains("APPLICATION FAILED TO START")
				.containsIgnoringCase("queue '" + refusal.queue() + "'")
				.contains("safequeue.queues." + refusal.queue() + ".store")
				.satisfies((message) -> assertThat(able)
					.anyMatch((store) -> message.contains(store.equals("memory") ? "in memory" : "store=" + store)));
		}
	}

	private static void start(Refusal refusal, String store) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class, refusal.configuration())
			.web(WebApplicationType.NONE);
		if (!refusal.property().isEmpty()) {
			application.properties(refusal.property());
		}
		if (!store.equals("memory")) {
			application.properties("safequeue.queues.%s.store=%s".formatted(refusal.queue(), store));
		}
		application.run().close();
	}

	private static Stream<Cell> tests() {
		return PageTable.below(PAGE, "## Tests of the promises")
			.rows()
			.stream()
			.map((row) -> new Cell(row.get("promise"), row.get("store"), row.get("test")));
	}

	/** Whether there is a test class, or a method of one after a dot. */
	private static boolean exists(String test) {
		String[] parts = test.split("\\.", -1);
		try (Stream<Path> files = Files.walk(Path.of("src"))) {
			return files.filter((file) -> file.endsWith(parts[0] + ".java"))
				.anyMatch((file) -> parts.length == 1 || read(file).contains("\tvoid " + parts[1] + "("));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What a store promises.
	 *
	 * @param promise the promise
	 * @param store the store
	 * @param answer whether it keeps it, or how
	 */
	record Cell(String promise, String store, String answer) {

		boolean isNo() {
			return this.answer.equals("no") || this.answer.startsWith("no:");
		}

		boolean isRefused() {
			return this.answer.equals(REFUSED);
		}

		boolean isOf(Cell other) {
			return this.promise.equals(other.promise) && this.store.equals(other.store);
		}

	}

	/**
	 * An application that asks for what a store cannot do.
	 *
	 * @param queue the queue that fails
	 * @param configuration declares it
	 * @param property a further property, or an empty text
	 */
	record Refusal(String queue, Class<?> configuration, String property) {

		Refusal(String queue, Class<?> configuration) {
			this(queue, configuration, "");
		}

	}

	record Order(int number) {
	}

	record Envelope<T>(T content) {
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	static class Orders {

		@SafeQueueListener("orders")
		void on(Order order) {
		}

	}

	static class Durable extends Orders {

		@Bean
		Object needsADurableQueue(DurableQueue<Order> orders) {
			return orders;
		}

	}

	static class Letters {

		@SafeQueueListener("letters")
		void on(DeadLetter<Order> letter) {
		}

	}

	static class Envelopes {

		@SafeQueueListener("envelopes")
		void on(Envelope<Order> envelope) {
		}

	}

	static class Tasks {

		@Bean
		SafeQueue<Runnable> tasks(SafeQueueBuilder builder) {
			return builder.name("tasks").itemType(Runnable.class).handler(Runnable::run).build();
		}

	}

	static class Timeout {

		@Bean
		SafeQueue<Order> orders(SafeQueueBuilder builder) {
			RetryPolicy policy = RetryPolicy.builder().timeout(Duration.ofSeconds(5)).build();
			return builder.name("orders").retry(policy).handler((order) -> {
			}).build();
		}

	}

}
