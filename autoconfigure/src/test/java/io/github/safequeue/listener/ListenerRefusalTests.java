/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.scheduling.annotation.Async;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each listener that cannot work is refused at start-up, with the queue, the method and
 * the remedy.
 */
class ListenerRefusalTests {

	@Test
	void privateMethod() {
		assertRefused(Private.class, "on(Order) is private", "Remove the modifier 'private'");
	}

	@Test
	void staticMethod() {
		assertRefused(Static.class, "on(Order) is static", "Remove the modifier 'static'");
	}

	@Test
	void methodWithAResult() {
		assertRefused(Returning.class, "on(Order) returns String", "return void");
	}

	@Test
	void methodWithoutAnItem() {
		assertRefused(NoItem.class, "on(WorkContext) has no parameter for the item", "Add one parameter");
	}

	@Test
	void methodWithTwoItems() {
		assertRefused(TwoItems.class, "on(Order, WorkContext, Order) has more than one item parameter", "Leave one");
	}

	@Test
	void methodWithTwoContexts() {
		assertRefused(TwoContexts.class, "has more than one WorkContext", "Leave one");
	}

	@Test
	void primitiveItem() {
		assertRefused(Primitive.class, "takes the primitive int", "Declare the parameter as Integer");
	}

	@Test
	void asyncMethod() {
		assertRefused(AsyncMethod.class, "on(Order) is @Async", "Remove @Async");
	}

	@Test
	void methodWithAnAnnotationThatMeansAsync() {
		assertRefused(MetaAsyncMethod.class, "on(Order) is @Async", "Remove @Async");
	}

	@Test
	void asyncClassAlsoWhenInherited() {
		assertRefused(AsyncClass.class, "belongs to an @Async class", "Move @Async");
		assertRefused(InheritsAsync.class, "belongs to an @Async class", "Move @Async");
	}

	@Test
	void asyncInterfaceMethod() {
		assertRefused(ImplementsAsync.class, "on(Order) is @Async", "Remove @Async");
	}

	@Test
	void asyncMethodBehindAFactoryMethodOfItsInterface() {
		ListenerMethod listener = FoundListeners.in(PlainFactory.class).only();
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> listener.createHandler(new HiddenAsync()))
			.withMessageContaining("is @Async");
	}

	@Test
	void prototype() {
		assertRefused(Prototype.class, "of scope 'prototype'", "singleton");
	}

	@Test
	void otherScopeAlsoBehindItsProxy() {
		FoundListeners.refusal(ScopedFactory.class, Scopes.class)
			.withMessageContaining("bean 'scoped' of scope 'thread'");
	}

	@Test
	void batchSizeOnAMethodThatTakesOne() {
		assertRefused(BatchOfOne.class, "batchSize = \"10\" and takes single items", "List<Order>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "many", "0", "-1", "1.5", "99999999999" })
	void concurrencyThatIsNoNumberFromOne(String value) {
		FoundListeners.refusal((context) -> {
		}, Map.of("value", value), Concurrency.class)
			.withMessageContainingAll("Queue 'orders'", "Concurrency.on(Order)",
					"concurrency = \"%s\" (from \"${value}\"), which is not a whole number from 1".formatted(value),
					"Set it to a number")
			.satisfies((ex) -> assertThat(ex.queue()).isEqualTo("orders"));
	}

	@Test
	void autoStartupThatIsNoBoolean() {
		assertRefused(AutoStartup.class, "autoStartup = \"yes\", which is neither true nor false", "\"true\"");
	}

	@Test
	void placeholderWithoutAValue() {
		FoundListeners.refusal(Concurrency.class)
			.withMessageContainingAll("Queue 'orders'", "Concurrency.on(Order)", "concurrency = \"${value}\"",
					"Define the property")
			.satisfies((ex) -> assertThat(ex.queue()).isEqualTo("orders"));
	}

	@Test
	void queueWithoutAName() {
		FoundListeners.refusal(NoQueue.class)
			.withMessageContainingAll("NoQueue.on(Order) names no queue", "@SafeQueueListener(\"orders\")")
			.satisfies((ex) -> assertThat(ex.queue()).isNull());
	}

	@Test
	void queueWithABlankName() {
		FoundListeners.refusal(BlankQueue.class)
			.withMessageContainingAll(
					"BlankQueue.on(Order) has a blank name in the attribute 'queues' (from \"${x:}\")",
					"Give each queue a name");
	}

	@Test
	void blankDependsOn() {
		assertRefused(BlankDependsOn.class, "blank name in the attribute 'dependsOn'", "Name a bean");
	}

	@Test
	void valueAndQueuesThatDiffer() {
		FoundListeners.refusal(Contradiction.class)
			.withMessageContainingAll("'Contradiction'", "contradicts itself", "not both");
	}

	private static void assertRefused(Class<?> bean, String problem, String remedy) {
		FoundListeners.refusal((context) -> {
		}, Map.of(), bean)
			.withMessageContainingAll("Queue 'orders': @SafeQueueListener method ", bean.getName() + ".on(", problem)
			.satisfies((ex) -> {
				assertThat(ex.queue()).isEqualTo("orders");
				assertThat(ex.action()).contains(remedy);
			});
	}

	static class Private {

		@SuppressWarnings({ "UnusedMethod", "UnusedVariable" })
		@SafeQueueListener("orders")
		private void on(Order order) {
		}

	}

	static class Static {

		@SafeQueueListener("orders")
		static void on(Order order) {
		}

	}

	static class Returning {

		@SafeQueueListener("orders")
		String on(Order order) {
			return "";
		}

	}

	static class NoItem {

		@SafeQueueListener("orders")
		void on(WorkContext context) {
		}

	}

	static class TwoItems {

		@SafeQueueListener("orders")
		void on(Order order, WorkContext context, Order other) {
		}

	}

	static class TwoContexts {

		@SafeQueueListener("orders")
		void on(WorkContext context, Order order, WorkContext other) {
		}

	}

	static class Primitive {

		@SafeQueueListener("orders")
		void on(int item) {
		}

	}

	static class AsyncMethod {

		@Async
		@SafeQueueListener("orders")
		void on(Order order) {
		}

	}

	@Async
	@Retention(RetentionPolicy.RUNTIME)
	@interface InBackground {

	}

	static class MetaAsyncMethod {

		@InBackground
		@SafeQueueListener("orders")
		void on(Order order) {
		}

	}

	@Async
	static class AsyncClass {

		@SafeQueueListener("orders")
		void on(Order order) {
		}

	}

	static class InheritsAsync extends AsyncClass {

	}

	interface AsyncInterface {

		@Async
		void on(Order order);

	}

	static class ImplementsAsync implements AsyncInterface {

		@Override
		@SafeQueueListener("orders")
		public void on(Order order) {
		}

	}

	interface Plain {

		@SafeQueueListener("orders")
		void on(Order order);

	}

	static class HiddenAsync implements Plain {

		@Async
		@Override
		public void on(Order order) {
		}

	}

	@Configuration
	static class PlainFactory {

		@Bean
		Plain plain() {
			return new HiddenAsync();
		}

	}

	@Scope(BeanDefinition.SCOPE_PROTOTYPE)
	static class Prototype {

		@SafeQueueListener("orders")
		void on(Order order) {
		}

	}

	static class Accepted {

		@SafeQueueListener("orders")
		void on(Order order) {
		}

	}

	@Configuration
	static class ScopedFactory {

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Accepted scoped() {
			return new Accepted();
		}

	}

	@Configuration
	static class Scopes {

		@Bean
		static CustomScopeConfigurer scopes() {
			CustomScopeConfigurer configurer = new CustomScopeConfigurer();
			configurer.addScope("thread", new SimpleThreadScope());
			return configurer;
		}

	}

	static class BatchOfOne {

		@SafeQueueListener(queues = "orders", batchSize = "10")
		void on(Order order) {
		}

	}

	static class Concurrency {

		@SafeQueueListener(queues = "orders", concurrency = "${value}")
		void on(Order order) {
		}

	}

	static class AutoStartup {

		@SafeQueueListener(queues = "orders", autoStartup = "yes")
		void on(Order order) {
		}

	}

	static class NoQueue {

		@SafeQueueListener
		void on(Order order) {
		}

	}

	static class BlankQueue {

		@SafeQueueListener("${x:}")
		void on(Order order) {
		}

	}

	static class BlankDependsOn {

		@SafeQueueListener(queues = "orders", dependsOn = " ")
		void on(Order order) {
		}

	}

	static class Contradiction {

		@SafeQueueListener(value = "orders", queues = "others")
		void on(Order order) {
		}

	}

}
