/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.ResolvableType;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.autoconfigure.QueueTestRunner;

import static io.github.safequeue.autoconfigure.QueueTestRunner.queue;
import static io.github.safequeue.autoconfigure.QueueTestRunner.settle;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which handlers and dead-letter queues fit a queue by the types of the items.
 */
class ItemTypeTests {

	private static final String TYPE = "safequeue.queues.orders.item-type=";

	private final ApplicationContextRunner runner = QueueTestRunner.create();

	private final ApplicationContextRunner orders = this.runner.withBean(Orders.class);

	// Dead-letter queues

	@ParameterizedTest
	@ValueSource(strings = { "safequeue.queues.orders.dead-letter-queue=mails",
			"safequeue.defaults.dead-letter-queue=mails" })
	void aDeadLetterQueueOfOtherItemsIsRefused(String property) {
		this.orders.withBean(Mails.class)
			.withPropertyValues(property)
			.run(refused("'orders'", Order.class.getName(), "'mails'", Mail.class.getName(), "dead-letter-queue",
					"DeadLetter"));
	}

	@Test
	void aDeadLetterQueueNamedByCodeIsRefusedToo() {
		this.runner.withUserConfiguration(RoutedByCode.class)
			.withBean(Mails.class)
			.run(refused("'orders'", Order.class.getName(), "'mails'", Mail.class.getName(), "deadLetterQueue"));
	}

	@Test
	void aDeadLetterQueueKnownByItsHandlerOnlyIsRefusedToo() {
		this.orders.withUserConfiguration(UnknownMails.class)
			.withPropertyValues("safequeue.queues.orders.dead-letter-queue=mails")
			.run(refused("'orders'", Order.class.getName(), "'mails'", Mail.class.getName()));
	}

	@Test
	void lettersOfOtherItemsAreRefused() {
		this.orders.withBean(MailLetters.class)
			.withPropertyValues("safequeue.queues.orders.dead-letter-queue=letters")
			.run(refused("'orders'", Order.class.getName(), "'letters'",
					"%s<%s>".formatted(DeadLetter.class.getName(), Mail.class.getName())));
	}

	@ParameterizedTest
	@ValueSource(strings = { "same", "wider", "letters", "anyLetters", "anything", "unknown" })
	void aDeadLetterQueueThatMayFitIsAccepted(String target) {
		this.orders.withBean(Targets.class)
			.withUserConfiguration(UnknownTarget.class)
			.withPropertyValues("safequeue.queues.orders.dead-letter-queue=" + target)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aDeadLetterQueueThatFitsSomeItemsIsAccepted() {
		this.orders.withBean(Targets.class)
			.withPropertyValues("safequeue.queues.wider.dead-letter-queue=orders")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void theDefaultDeadLetterQueueNeedNotFitTheQueueOfTasks() {
		this.runner.withBean(Mails.class)
			.withPropertyValues("safequeue.defaults.dead-letter-queue=mails")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				SafeQueue<Runnable> tasks = queue(context, "safeQueue");
				tasks.offer(() -> {
					throw new IllegalStateException("broken");
				});
				settle(tasks);
				assertThat(tasks.snapshot().failed()).isOne();
				assertThat(context.getBean(Mails.class).handled).isEmpty();
			});
		this.runner.withBean(Mails.class)
			.withPropertyValues("safequeue.queues.safeQueue.dead-letter-queue=mails")
			.run(refused("'safeQueue'", "'mails'", Mail.class.getName()));
	}

	// Handlers

	@Test
	void aBuilderWithAHandlerOfOtherItemsIsRefused() {
		this.runner.withUserConfiguration(BuiltForOrders.class)
			.run(refused("'orders'", Order.class.getName(), MailHandler.class.getName(), Mail.class.getName(),
					"itemType"));
	}

	@Test
	void aBeanWithABuilderHandlerOfOtherItemsIsRefused() {
		this.runner.withUserConfiguration(DeclaredForOrders.class)
			.run(refused("'orders'", Order.class.getName(), "handler of its builder", Mail.class.getName()));
	}

	@Test
	void aBeanWithABatchHandlerOfOtherItemsIsRefused() {
		this.runner.withUserConfiguration(BatchesForOrders.class)
			.run(refused("'orders'", Order.class.getName(), "handler of its builder", Mail.class.getName()));
	}

	@Test
	void aBeanOfOtherItemsThanItsBuilderIsRefused() {
		this.runner.withUserConfiguration(TwoTypes.class)
			.run(refused("'orders'", "SafeQueue<" + Order.class.getName(), Mail.class.getName(), "itemType"));
	}

	@Test
	void aBeanWithANamedHandlerOfOtherItemsIsRefused() {
		this.runner.withUserConfiguration(Unbound.class)
			.withBean("mailHandler", MailHandler.class)
			.withPropertyValues("safequeue.queues.orders.handler=mailHandler")
			.run(refused("'orders'", Order.class.getName(), "'mailHandler'", "safequeue.queues.orders.handler",
					Mail.class.getName()));
	}

	@Test
	void aBeanWithAHandlerBeanKnownByItsObjectOnlyIsRefused() {
		this.runner.withUserConfiguration(Unbound.class, UnknownHandler.class)
			.withPropertyValues("safequeue.queues.orders.handler=mailHandler")
			.run(refused("'orders'", Order.class.getName(), "safequeue.queues.orders.handler", Mail.class.getName()));
	}

	@Test
	void aBeanWithAListenerOfOtherItemsIsRefused() {
		this.runner.withUserConfiguration(Unbound.class)
			.withBean(OrdersAsMails.class)
			.run(refused("'orders'", Order.class.getName(), "OrdersAsMails.on", Mail.class.getName()));
	}

	@ParameterizedTest
	@ValueSource(classes = { Lambda.class, Wider.class, Raw.class, AnyBean.class })
	void aHandlerThatMayFitIsAccepted(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration).run((context) -> assertThat(context).hasNotFailed());
	}

	// The property

	@Test
	void theTypeOfTheItemsMayBeAProperty() {
		this.runner.withUserConfiguration(UnknownHandler.class)
			.withPropertyValues("safequeue.queues.mails.handler=mailHandler",
					"safequeue.queues.mails.item-type=" + Mail.class.getName())
			.run((context) -> {
				assertThat(names(context, Mail.class)).containsExactly("mails");
				assertThat(names(context, Order.class)).isEmpty();
			});
	}

	@Test
	void thePropertyMayNarrowWhatTheHandlerTakes() {
		this.runner.withBean("handler", AnyHandler.class)
			.withPropertyValues("safequeue.queues.orders.handler=handler", TYPE + Order.class.getName())
			.run((context) -> assertThat(names(context, Order.class)).containsExactly("orders"));
		this.runner.withBean(AnyListener.class)
			.withPropertyValues(TYPE + Order.class.getName())
			.run((context) -> assertThat(names(context, Order.class)).containsExactly("orders"));
	}

	@Test
	void thePropertyGivesTheTypeOfABeanThatSaysNone() {
		this.runner.withUserConfiguration(AnyBean.class)
			.withBean(Mails.class)
			.withPropertyValues(TYPE + Order.class.getName(), "safequeue.queues.orders.dead-letter-queue=mails")
			.run(refused("'orders'", Order.class.getName(), "'mails'"));
	}

	@Test
	void thePropertyMustNotContradictTheHandler() {
		this.orders.withPropertyValues(TYPE + Mail.class.getName())
			.run(refused("'orders'", "'safequeue.queues.orders.item-type'", Mail.class.getName(), "Orders.on",
					Order.class.getName(), "Set "));
		this.runner.withBean("mailHandler", MailHandler.class)
			.withPropertyValues("safequeue.queues.orders.handler=mailHandler", TYPE + Order.class.getName())
			.run(refused("'orders'", "'safequeue.queues.orders.item-type'", "'mailHandler'", Mail.class.getName()));
		this.runner.withUserConfiguration(Typed.class)
			.withPropertyValues(TYPE + Mail.class.getName())
			.run(refused("'orders'", "'safequeue.queues.orders.item-type'", "itemType(...)", Order.class.getName()));
		this.runner.withUserConfiguration(Lambda.class)
			.withPropertyValues(TYPE + Mail.class.getName())
			.run(refused("'orders'", "SafeQueue<" + Order.class.getName(), Mail.class.getName(),
					"safequeue.queues.orders.item-type"));
		this.runner.withPropertyValues("safequeue.queues.safeQueue.item-type=" + Mail.class.getName())
			.run(refused("'safeQueue'", "'safequeue.queues.safeQueue.item-type'", Mail.class.getName(),
					"java.lang.Runnable"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "com.acme.Missing", "Order", "a b", "-1" })
	void thePropertyMustNameAClass(String value) {
		this.orders.withPropertyValues(TYPE + value)
			.run(refused("'orders'", "'safequeue.queues.orders.item-type'", "'" + value + "'", "class path", "Set "));
	}

	@Test
	void theClassOfAnotherRoleMayBeMissing() {
		this.runner.withPropertyValues(TYPE + "com.acme.Missing", "safequeue.queues.orders.required=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static String[] names(AssertableApplicationContext context, Class<?> items) {
		return context.getBeanNamesForType(ResolvableType.forClassWithGenerics(SafeQueue.class, items));
	}

	private static ContextConsumer<AssertableApplicationContext> refused(String... said) {
		return (context) -> assertThat(
				NestedExceptionUtils.getMostSpecificCause(Objects.requireNonNull(context.getStartupFailure())))
			.isInstanceOf(SafeQueueConfigurationException.class)
			.hasMessageContainingAll(said);
	}

	record Order(int number) implements Work {
	}

	record Mail(String to) {
	}

	interface Work {

	}

	static class Orders {

		@SafeQueueListener("orders")
		void on(Order order) {
		}

	}

	static class OrdersAsMails {

		@SafeQueueListener("orders")
		void on(Mail mail) {
		}

	}

	static class AnyListener {

		@SafeQueueListener("orders")
		void on(Object item) {
		}

	}

	static class Mails {

		private final List<Mail> handled = new CopyOnWriteArrayList<>();

		@SafeQueueListener("mails")
		void on(Mail mail) {
			this.handled.add(mail);
		}

	}

	static class MailLetters {

		@SafeQueueListener("letters")
		void on(DeadLetter<Mail> letter) {
		}

	}

	static class Targets {

		@SafeQueueListener("same")
		void same(Order order) {
		}

		@SafeQueueListener("wider")
		void wider(Work work) {
		}

		@SafeQueueListener("letters")
		void letters(DeadLetter<Order> letter) {
		}

		@SafeQueueListener("anyLetters")
		void anyLetters(DeadLetter<?> letter) {
		}

		@SafeQueueListener("anything")
		void anything(Object letter) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnknownTarget {

		@Bean
		SafeQueue<?> unknown(SafeQueueBuilder builder) {
			return builder.name("unknown").handler((item) -> {
			}).build();
		}

	}

	static class MailHandler implements WorkHandler<Mail> {

		@Override
		public void handle(Mail item) {
		}

	}

	static class MailBatches implements WorkHandler<List<Mail>> {

		@Override
		public void handle(List<Mail> items) {
		}

	}

	static class AnyHandler implements WorkHandler<Object> {

		@Override
		public void handle(Object item) {
		}

	}

	@SuppressWarnings("rawtypes")
	static class RawHandler implements WorkHandler {

		@Override
		public void handle(Object item) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RoutedByCode {

		@Bean
		SafeQueue<Order> orders(SafeQueueBuilder builder) {
			return builder.name("orders").deadLetterQueue("mails").handler((order) -> {
			}).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnknownMails {

		@Bean
		SafeQueue<?> mails(SafeQueueBuilder builder) {
			return builder.name("mails").handler(new MailHandler()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnknownHandler {

		@Bean
		WorkHandler<?> mailHandler() {
			return new MailHandler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BuiltForOrders {

		@Bean
		SafeQueue<?> orders(SafeQueueBuilder builder) {
			return builder.name("orders").itemType(Order.class).handler(new MailHandler()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DeclaredForOrders {

		@Bean
		SafeQueue<Order> orders(SafeQueueBuilder builder) {
			return builder.name("orders").handler(new MailHandler()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BatchesForOrders {

		@Bean
		SafeQueue<Order> orders(SafeQueueBuilder builder) {
			return builder.name("orders").batchHandler(new MailBatches(), 10).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoTypes {

		@Bean
		SafeQueue<Order> orders(SafeQueueBuilder builder) {
			return builder.name("orders").itemType(Mail.class).handler((item) -> {
			}).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Unbound {

		@Bean
		SafeQueue<Order> orders(SafeQueueBuilder builder) {
			return builder.name("orders").build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Typed {

		@Bean
		SafeQueue<?> orders(SafeQueueBuilder builder) {
			return builder.name("orders").itemType(Order.class).handler((item) -> {
			}).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Lambda {

		@Bean
		SafeQueue<Order> orders(SafeQueueBuilder builder) {
			return builder.name("orders").handler((Mail mail) -> {
			}).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Wider {

		@Bean
		SafeQueue<Order> orders(SafeQueueBuilder builder) {
			return builder.name("orders").itemType(Order.class).handler(new AnyHandler()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Raw {

		@Bean
		@SuppressWarnings("unchecked")
		SafeQueue<Order> orders(SafeQueueBuilder builder) {
			return builder.name("orders").itemType(Order.class).handler(new RawHandler()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnyBean {

		@Bean
		SafeQueue<?> orders(SafeQueueBuilder builder) {
			return builder.name("orders").handler((item) -> {
			}).build();
		}

	}

}
