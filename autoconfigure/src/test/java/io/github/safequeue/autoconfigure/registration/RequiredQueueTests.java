/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.engine.ManagedQueue;

import static io.github.safequeue.autoconfigure.QueueTestRunner.queue;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * One set of properties for several roles of an application.
 */
@ExtendWith(OutputCaptureExtension.class)
class RequiredQueueTests {

	private final ApplicationContextRunner runner = QueueTestRunner.create()
		.withPropertyValues("safequeue.queues.order-lines.required=false", "safequeue.queues.order-lines.capacity=7",
				"safequeue.queues.order-lines.retry.delay=5s", "safequeue.queues.order-lines.batch-size=3");

	@Test
	void propertiesOfAnotherRoleDeclareNothing(CapturedOutput output) {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(SafeQueue.class);
			assertThat(context.getBean(SafeQueueRegistry.class).find("order-lines")).isEmpty();
			ObjectProvider<SafeQueue<Order>> optional = context
				.getBeanProvider(ResolvableType.forClassWithGenerics(SafeQueue.class, Order.class));
			assertThat(optional.getIfAvailable()).isNull();
		});
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void theHandlerOfAnotherRoleIsNotNeeded() {
		this.runner.withPropertyValues("safequeue.queues.order-lines.handler=orderHandler").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(SafeQueueRegistry.class).find("order-lines")).isEmpty();
		});
	}

	@Test
	void theHandlerOfThisRoleDeclaresTheQueue() {
		this.runner.withBean("orderHandler", OrderHandler.class)
			.withPropertyValues("safequeue.queues.order-lines.handler=orderHandler")
			.run((context) -> assertThat(queue(context, "order-lines").capacity()).isEqualTo(7));
	}

	@Test
	void aDeclaredQueueIsTunedAsEver() {
		this.runner.withBean(Listener.class)
			.run((context) -> assertThat(queue(context, "orderLines").capacity()).isEqualTo(7));
	}

	@Test
	void aBeanOfAnotherKindMayHaveTheName() {
		this.runner.withBean("order-lines", String.class, () -> "text")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void theDefaultDeadLetterQueueMayBelongToAnotherRole() {
		this.runner.withPropertyValues("safequeue.defaults.dead-letter-queue=order-lines").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(((ManagedQueue<?>) queue(context, "safeQueue")).deadLetterQueue()).isNull();
		});
		this.runner.withBean("order-lines", String.class, () -> "text")
			.withPropertyValues("safequeue.defaults.dead-letter-queue=order-lines")
			.run((context) -> assertThat(context).hasNotFailed());
		this.runner.withBean("orderHandler", OrderHandler.class)
			.withPropertyValues("safequeue.defaults.dead-letter-queue=order-lines",
					"safequeue.queues.order-lines.handler=orderHandler", "safequeue.queues.mails.handler=orderHandler")
			.run((context) -> assertThat(((ManagedQueue<?>) queue(context, "mails")).deadLetterQueue())
				.isEqualTo("order-lines"));
	}

	@Test
	void theDeadLetterQueueOfOneQueueMustBeDeclared() {
		this.runner.withBean("orderHandler", OrderHandler.class)
			.withPropertyValues("safequeue.queues.mails.handler=orderHandler",
					"safequeue.queues.mails.dead-letter-queue=order-lines")
			.run((context) -> assertThat(context.getStartupFailure()).hasMessageContainingAll("'mails'",
					"'order-lines'", "dead-letter-queue"));
	}

	record Order(int number) {
	}

	static class OrderHandler implements WorkHandler<Order> {

		@Override
		public void handle(Order item) {
		}

	}

	static class Listener {

		@SafeQueueListener("orderLines")
		void on(Order order) {
		}

	}

}
