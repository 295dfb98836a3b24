/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySourcesPropertyResolver;

import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is found, and what is read of it.
 */
class ListenerMethodsTests {

	@Test
	void listenerIsFoundWithItsBeanMethodAndItemType() throws Exception {
		ListenerMethod listener = FoundListeners.in(Orders.class).only();
		assertThat(listener.beanName()).isEqualTo("Orders");
		assertThat(listener.method()).isEqualTo(Orders.class.getDeclaredMethod("on", Order.class));
		assertThat(listener.queues()).containsExactly("orders");
		assertThat(listener.itemType()).isEqualTo(ResolvableType.forClass(Order.class));
		assertThat(listener.isBatch()).isFalse();
		assertThat(listener.describe()).isEqualTo(Orders.class.getName() + ".on(Order)");
		assertThat(listener).hasToString(Orders.class.getName() + ".on(Order) of bean 'Orders'");
	}

	@Test
	void emptyAttributesAreNotSet() {
		ListenerMethod listener = FoundListeners.in(Orders.class).only();
		assertThat(listener.concurrency()).isNull();
		assertThat(listener.batchSize()).isNull();
		assertThat(listener.autoStartup()).isNull();
		assertThat(listener.key()).isNull();
		assertThat(listener.dependsOn()).isEmpty();
	}

	@Test
	void noBeanIsCreatedToFindListeners() {
		FoundListeners found = FoundListeners.in(Factories.class, Orders.class);
		assertThat(found.methods()).extracting(ListenerMethod::beanName)
			.containsExactlyInAnyOrder("Orders", "fromFactoryMethod", "fromStaticFactoryMethod", "fromFactoryBean");
		assertThat(found.singletonsAtThatTime()).doesNotContain("Orders", "Factories", "fromFactoryMethod",
				"fromStaticFactoryMethod", "fromFactoryBean");
	}

	@Test
	void lazyListenerIsFoundAndStaysUncreated() {
		try (AnnotationConfigApplicationContext context = FoundListeners.refreshed(LazyOrders.class)) {
			assertThat(FoundListeners.in(context).only().queues()).containsExactly("lazy");
			assertThat(context.getBeanFactory().containsSingleton("LazyOrders")).isFalse();
		}
	}

	@Test
	void registeredObjectIsFound() {
		try (AnnotationConfigApplicationContext context = FoundListeners.context(Map.of())) {
			context.getBeanFactory().registerSingleton("object", new Orders());
			context.refresh();
			assertThat(FoundListeners.in(context).only().beanName()).isEqualTo("object");
		}
	}

	@Test
	void beansOfTheParentContextAreNotFoundAgain() {
		try (AnnotationConfigApplicationContext parent = FoundListeners.refreshed(Orders.class);
				AnnotationConfigApplicationContext child = FoundListeners.context(Map.of(), Batches.class)) {
			child.setParent(parent);
			child.refresh();
			assertThat(FoundListeners.in(child).methods()).extracting(ListenerMethod::beanName).containsOnly("Batches");
		}
	}

	@Test
	void metaAnnotationIsRead() {
		ListenerMethod listener = FoundListeners.in(Composed.class).only();
		assertThat(listener.queues()).containsExactly("audit", "more");
		assertThat(listener.concurrency()).isEqualTo(3);
	}

	@Test
	void placeholdersAreResolvedInEveryAttribute() {
		Map<String, Object> properties = Map.of("q", " orders ", "n", "4", "b", "16", "start", "FALSE", "key", "id",
				"bean", "ledger");
		try (AnnotationConfigApplicationContext context = FoundListeners.context(properties, Placeholders.class)) {
			context.refresh();
			assertAttributes(FoundListeners.in(context).only());
		}
	}

	@Test
	void placeholdersAreResolvedByTheBeanFactoryOnceItCan() {
		try (AnnotationConfigApplicationContext context = FoundListeners.context(Map.of(), Placeholders.class)) {
			context.getBeanFactory().addEmbeddedValueResolver((text) -> {
				MutablePropertySources sources = new MutablePropertySources();
				sources.addFirst(new MapPropertySource("other",
						Map.of("q", "orders", "n", "4", "b", "16", "start", "false", "key", "id", "bean", "ledger")));
				return new PropertySourcesPropertyResolver(sources).resolveRequiredPlaceholders(text);
			});
			context.refresh();
			assertAttributes(FoundListeners.in(context).only());
		}
	}

	@Test
	void placeholdersAreResolvedBeforeThePlaceholderConfigurerRan() {
		try (AnnotationConfigApplicationContext context = FoundListeners.context(
				Map.of("q", "orders", "n", "4", "b", "16", "start", "false", "key", "id", "bean", "ledger"),
				Placeholders.class, PropertySourcesPlaceholderConfigurer.class)) {
			context.refresh();
			assertAttributes(FoundListeners.in(context).only());
		}
	}

	private static void assertAttributes(ListenerMethod listener) {
		assertThat(listener.queues()).containsExactly("orders", "fallback");
		assertThat(listener.concurrency()).isEqualTo(4);
		assertThat(listener.batchSize()).isEqualTo(16);
		assertThat(listener.autoStartup()).isFalse();
		assertThat(listener.key()).isEqualTo("id");
		assertThat(listener.dependsOn()).containsExactly("ledger");
	}

	@Test
	void listIsABatchWithOrWithoutASize() {
		assertThat(FoundListeners.in(Batches.class).methods()).allSatisfy((listener) -> {
			assertThat(listener.isBatch()).isTrue();
			assertThat(listener.itemType().toClass()).isEqualTo(Order.class);
		}).extracting(ListenerMethod::batchSize).containsExactlyInAnyOrder(100, null, null);
	}

	@Test
	void listOfUnknownElementsIsABatchOfObjects() {
		assertThat(FoundListeners.in(RawBatch.class).only().itemType())
			.isEqualTo(ResolvableType.forClass(Object.class));
	}

	@Test
	void workContextMayStandOnEitherSide() {
		assertThat(FoundListeners.in(Contexts.class).methods()).hasSize(2)
			.allSatisfy((listener) -> assertThat(listener.itemType().toClass()).isEqualTo(Order.class));
	}

	@Test
	void typeArgumentsOfTheItemAreKept() {
		ResolvableType expected = ResolvableType.forClassWithGenerics(WrappedItem.class, Order.class);
		assertThat(FoundListeners.in(Envelopes.class).methods()).hasSize(2)
			.allSatisfy((listener) -> assertThat(listener.itemType()).isEqualTo(expected));
	}

	@Test
	void typeVariablesAreResolvedByTheSubclass() {
		assertThat(FoundListeners.in(OrderEnvelopes.class).methods()).hasSize(3)
			.extracting((listener) -> listener.queues().get(0) + " " + listener.itemType())
			.containsExactlyInAnyOrder("plain " + Order.class.getName(),
					"wrapped %s<%s>".formatted(WrappedItem.class.getName(), Order.class.getName()),
					"many %s<%s>".formatted(WrappedItem.class.getName(), Order.class.getName()));
	}

	@Test
	void typeVariablesAreResolvedByTheFactoryMethod() {
		ListenerMethod listener = FoundListeners.in(GenericFactory.class).only();
		assertThat(listener.itemType()).isEqualTo(ResolvableType.forClass(Order.class));
	}

	@Test
	void unknownTypeVariableIsItsBound() {
		assertThat(FoundListeners.in(Generic.class).only().itemType()).isEqualTo(ResolvableType.forClass(Record.class));
	}

	@Test
	void inheritedListenerIsFound() {
		assertThat(FoundListeners.in(Inheriting.class).only().describe())
			.isEqualTo(Inheriting.class.getName() + ".on(Order)");
	}

	@Test
	void overriddenListenerIsFoundOnce() throws Exception {
		assertThat(FoundListeners.in(Overriding.class).only().method())
			.isEqualTo(Overriding.class.getDeclaredMethod("on", Order.class));
	}

	@Test
	void annotationOfAnInterfaceMethodIsFound() throws Exception {
		ListenerMethod listener = FoundListeners.in(Implementing.class).only();
		assertThat(listener.method()).isEqualTo(Implementing.class.getDeclaredMethod("on", Order.class));
		assertThat(listener.itemType().toClass()).isEqualTo(Order.class);
	}

	@Test
	void queueNamedTwiceIsListedOnce() {
		assertThat(FoundListeners.in(Twice.class).only().queues()).containsExactly("orders");
	}

	@Test
	void classesOfSpringAreNotSearched() {
		assertThat(FoundListeners.in(PropertySourcesPlaceholderConfigurer.class).methods()).isEmpty();
	}

	static class Orders {

		@SafeQueueListener("orders")
		void on(Order order) {
		}

	}

	@Lazy
	static class LazyOrders {

		@SafeQueueListener("lazy")
		void on(Order order) {
		}

	}

	@Configuration
	static class Factories {

		@Bean
		Orders fromFactoryMethod() {
			return new Orders();
		}

		@Bean
		static Orders fromStaticFactoryMethod() {
			return new Orders();
		}

		@Bean
		OrdersFactory fromFactoryBean() {
			return new OrdersFactory();
		}

	}

	static class OrdersFactory implements FactoryBean<Orders> {

		@Override
		public Orders getObject() {
			return new Orders();
		}

		@Override
		public Class<?> getObjectType() {
			return Orders.class;
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@SafeQueueListener(concurrency = "3")
	@interface Audited {

		@AliasFor(annotation = SafeQueueListener.class, attribute = "queues")
		String[] on() default {};

	}

	static class Composed {

		@Audited(on = { "audit", "more" })
		void on(Order order) {
		}

	}

	static class Placeholders {

		@SafeQueueListener(queues = { "${q}", "${none:fallback}" }, concurrency = "${n}", batchSize = " ${b} ",
				key = "${key}", autoStartup = "${start}", dependsOn = "${bean}")
		void on(List<Order> orders) {
		}

	}

	static class Batches {

		@SafeQueueListener(queues = "sized", batchSize = "100")
		void sized(List<Order> orders) {
		}

		@SafeQueueListener("unsized")
		void unsized(List<Order> orders) {
		}

		@SafeQueueListener("wildcard")
		void wildcard(List<? extends Order> orders) {
		}

	}

	static class RawBatch {

		@SafeQueueListener("raw")
		void on(@SuppressWarnings("rawtypes") List items) {
		}

	}

	static class Contexts {

		@SafeQueueListener("last")
		void last(Order order, WorkContext context) {
		}

		@SafeQueueListener("first")
		void first(WorkContext context, Order order) {
		}

	}

	static class Envelopes {

		@SafeQueueListener("one")
		void one(WrappedItem<Order> item) {
		}

		@SafeQueueListener("many")
		void many(List<WrappedItem<Order>> items) {
		}

	}

	abstract static class AnyEnvelopes<T> {

		@SafeQueueListener("plain")
		void plain(T item) {
		}

		@SafeQueueListener("wrapped")
		void wrapped(WrappedItem<T> item) {
		}

		@SafeQueueListener("many")
		void many(List<? extends WrappedItem<T>> items) {
		}

	}

	static class OrderEnvelopes extends AnyEnvelopes<Order> {

	}

	static class Generic<T extends Record> {

		@SafeQueueListener("generic")
		void on(T item) {
		}

	}

	@Configuration
	static class GenericFactory {

		@Bean
		Generic<Order> generic() {
			return new Generic<>();
		}

	}

	static class Inheriting extends Orders {

	}

	static class Overriding extends Orders {

		@Override
		void on(Order order) {
		}

	}

	interface Listening<T> {

		@SafeQueueListener("orders")
		void on(T item);

	}

	static class Implementing implements Listening<Order> {

		@Override
		public void on(Order order) {
		}

	}

	static class Twice {

		@SafeQueueListener({ "orders", " orders" })
		void on(Order order) {
		}

	}

}
