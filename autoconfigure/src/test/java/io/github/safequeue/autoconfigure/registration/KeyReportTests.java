/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueStoreAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueTestAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When keys that mean nothing are reported to an application.
 */
@ExtendWith(OutputCaptureExtension.class)
class KeyReportTests {

	private final ApplicationContextRunner runner = QueueTestRunner.create();

	@Test
	void aMisspelledKeyIsOneWarning(CapturedOutput output) {
		start(this.runner.withBean(Orders.class).withPropertyValues("safequeue.queues.orders.capcity=5"));
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("Queue 'orders'", "'safequeue.queues.orders.capcity'", "'safequeue.queues.orders.capacity'");
	}

	@Test
	void goodKeysAreNoWarning(CapturedOutput output) {
		start(this.runner.withBean(Orders.class)
			.withPropertyValues("safequeue.queues.orders.capacity=5", "safequeue.queues.orders.required=false",
					"safequeue.queues.safe-queue.concurrency=2", "safequeue.cleaner.enabled=true"));
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void theReasonOfAFailureIsReportedBeforeIt(CapturedOutput output) {
		this.runner.withPropertyValues("safequeue.queues.orders.capacity=5", "safequeue.queues.orders.handlr=orders")
			.run((context) -> assertThat(context).hasFailed());
		assertThat(warnings(output)).first().asString().contains("'safequeue.queues.orders.handler'");
	}

	@Test
	void aQueueLikeADeclaredOneIsReportedWithIt() {
		this.runner.withBean(Orders.class)
			.withPropertyValues("safequeue.queues.ordres.capacity=5")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasMessageContainingAll("Queue 'ordres' has no handler", "Did you mean queue 'orders'?"));
	}

	@Test
	void aBatchSizeOfSingleItemsIsReported(CapturedOutput output) {
		start(this.runner.withBean(Orders.class)
			.withBean("mailHandler", MailHandler.class)
			.withUserConfiguration(Built.class)
			.withPropertyValues("safequeue.queues.mails.handler=mailHandler", "safequeue.queues.mails.batch-size=5",
					"safequeue.queues.orders.batchSize=5", "safequeue.queues.built.batch-size=5",
					"safequeue.queues.safeQueue.batch-size=5", "safequeue.defaults.batch-size=5"));
		assertThat(warnings(output)).hasSize(4)
			.allSatisfy((line) -> assertThat(line).contains("no effect", "single items", "List"));
		assertThat(output).contains("'safequeue.queues.mails.batch-size'", "'safequeue.queues.orders.batchSize'",
				"'safequeue.queues.built.batch-size'", "'safequeue.queues.safeQueue.batch-size'");
	}

	@Test
	void aBatchSizeOfBatchesIsNotReported(CapturedOutput output) {
		start(this.runner.withBean(Batches.class)
			.withUserConfiguration(BuiltBatches.class)
			.withPropertyValues("safequeue.queues.batches.batch-size=5", "safequeue.queues.built.batch-size=5"));
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void contextForABatchIsReported(CapturedOutput output) {
		start(this.runner.withBean(Batches.class)
			.withPropertyValues("safequeue.queues.batches.batch-size=5",
					"safequeue.queues.batches.propagate-context=true"));
		assertThat(warnings(output)).anySatisfy((line) -> assertThat(line)
			.contains("'safequeue.queues.batches.propagate-context' has no effect", "many submitters"));
	}

	@Test
	void keysOfADisabledPartAreReported(CapturedOutput output) {
		start(this.runner.withPropertyValues("safequeue.cleaner.enabled=false", "safequeue.cleaner.clean-on-close=true",
				"safequeue.task-executor.enabled=false", "safequeue.task-executor.queue=safeQueue"));
		assertThat(warnings(output)).hasSize(2)
			.anySatisfy((line) -> assertThat(line).contains("safequeue.cleaner.clean-on-close"))
			.anySatisfy((line) -> assertThat(line).contains("safequeue.task-executor.queue"));
	}

	@Test
	void nothingIsReportedWhenAllIsSwitchedOff(CapturedOutput output) {
		start(this.runner.withPropertyValues("safequeue.enabled=false", "safequeue.default.capacity=5"));
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void aChildContextReportsItsOwnKeysOnly(CapturedOutput output) {
		this.runner.withPropertyValues("safequeue.default.capacity=5").run((parent) -> {
			assertThat(warnings(output)).hasSize(1);
			try (AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext()) {
				child.setParent(parent);
				child.register(SafeQueueAutoConfiguration.class);
				child.refresh();
			}
		});
		assertThat(warnings(output)).hasSize(1);
	}

	@Test
	void keysOfAStoreWithoutAQueueInItAreReported(CapturedOutput output) {
		start(this.runner.withBean(Orders.class).withPropertyValues("safequeue.store.jdbc.lanes=16"));
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains("'safequeue.store.jdbc.lanes' has no effect", "safequeue.queues.<name>.store");
	}

	@Test
	void keysOfAStoreWithAQueueInItAreFine(CapturedOutput output) {
		ApplicationContextRunner manual = this.runner
			.withConfiguration(AutoConfigurations.of(SafeQueueTestAutoConfiguration.class,
					SafeQueueStoreAutoConfiguration.class, JacksonAutoConfiguration.class))
			.withPropertyValues("safequeue.store.jdbc.lanes=16");
		start(manual.withBean(Orders.class).withPropertyValues("safequeue.queues.orders.store=jdbc"));
		start(manual.withUserConfiguration(BuiltDurable.class));
		assertThat(warnings(output)).isEmpty();
	}

	private static void start(ApplicationContextRunner runner) {
		runner.run((context) -> assertThat(context).hasNotFailed());
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.getAll()
			.lines()
			.filter((line) -> line.contains(" WARN ") && line.contains("safequeue.") && line.contains("property"))
			.toList();
	}

	static class Orders {

		@SafeQueueListener("orders")
		void on(String order) {
		}

	}

	static class Batches {

		@SafeQueueListener("batches")
		void on(List<String> orders) {
		}

	}

	static class MailHandler implements WorkHandler<String> {

		@Override
		public void handle(String mail) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Built {

		@Bean
		SafeQueue<String> built(SafeQueueBuilder builder) {
			return builder.name("built").handler((item) -> {
			}).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BuiltDurable {

		@Bean
		DurableQueue<String> durable(SafeQueueBuilder builder) {
			return builder.name("durable").itemType(String.class).handler((item) -> {
			}).store("jdbc").buildDurable();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BuiltBatches {

		@Bean
		SafeQueue<String> built(SafeQueueBuilder builder) {
			Consumer<List<String>> nothing = (items) -> {
			};
			return builder.name("built").<String>batchHandler(nothing::accept, 2).build();
		}

	}

}
