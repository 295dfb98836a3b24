/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How a listener method is called on a bean that has no proxy.
 */
class ListenerHandlerTests {

	private static final Order ORDER = new Order(1, null);

	private static final WorkContext CONTEXT = new WorkContext() {

		@Override
		public String queue() {
			return "orders";
		}

		@Override
		public int attempt() {
			return 2;
		}

	};

	@Test
	void itemIsPassedOn() throws Exception {
		Recorder bean = new Recorder();
		WorkHandler<Object> handler = handler(bean, "item");
		assertThat(handler).isNotInstanceOf(ContextWorkHandler.class);
		handler.handle(ORDER);
		assertThat(bean.calls).containsExactly(ORDER);
	}

	@Test
	void batchIsPassedOn() throws Exception {
		Recorder bean = new Recorder();
		handler(bean, "batch").handle(List.of(ORDER));
		assertThat(bean.calls).containsExactly(List.of(ORDER));
	}

	@Test
	void contextIsPassedOnWhereverItStands() throws Exception {
		for (String queue : List.of("itemFirst", "contextFirst")) {
			Recorder bean = new Recorder();
			ContextWorkHandler<Object> handler = (ContextWorkHandler<Object>) handler(bean, queue);
			handler.handle(ORDER, CONTEXT);
			assertThat(bean.calls).containsExactly(ORDER, CONTEXT);
		}
	}

	@Test
	void arrayIsOneItem() throws Exception {
		Recorder bean = new Recorder();
		Order[] orders = { ORDER, ORDER };
		handler(bean, "array").handle(orders);
		assertThat(bean.calls).containsExactly((Object) orders);
	}

	@Test
	void failureLeavesTheHandlerAsItIs() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> handler(new Recorder(), "failing").handle(ORDER))
			.withMessage("by the method");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> ((ContextWorkHandler<Object>) handler(new Recorder(), "failingWithContext")).handle(ORDER,
					CONTEXT))
			.withMessage("by the method");
		assertThatExceptionOfType(Unusual.class)
			.isThrownBy(() -> handler(new Recorder(), "failingUnusually").handle(ORDER));
	}

	@Test
	void itemOfAnotherTypeIsNamedByItsTypeOnly() {
		for (String queue : List.of("item", "batch")) {
			assertThatExceptionOfType(ClassCastException.class)
				.isThrownBy(() -> handler(new Recorder(), queue).handle("secret"))
				.withMessageContaining("java.lang.String")
				.withMessageNotContaining("secret");
		}
		for (String queue : List.of("itemFirst", "contextFirst")) {
			assertThatExceptionOfType(ClassCastException.class)
				.isThrownBy(
						() -> ((ContextWorkHandler<Object>) handler(new Recorder(), queue)).handle("secret", CONTEXT))
				.withMessageNotContaining("secret");
		}
	}

	@Test
	void itemForATypeVariableIsCheckedAsWell() throws Exception {
		OrderRecorder bean = new OrderRecorder();
		WorkHandler<Object> handler = handler(bean, "generic");
		handler.handle(ORDER);
		assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> handler.handle("secret"))
			.withMessageContainingAll("java.lang.String", Order.class.getName())
			.withMessageNotContaining("secret");
		ContextWorkHandler<Object> contextHandler = (ContextWorkHandler<Object>) handler(bean, "genericWithContext");
		contextHandler.handle(ORDER, CONTEXT);
		assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> contextHandler.handle("secret", CONTEXT));
		assertThat(bean.calls).containsExactly(ORDER, ORDER);
	}

	@Test
	void stackTraceLeadsStraightToTheMethod() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> handler(new Recorder(), "failing").handle(ORDER))
			.satisfies((ex) -> assertThat(ex.getStackTrace()).extracting(StackTraceElement::getClassName)
				.startsWith(Recorder.class.getName(), MethodCalls.class.getName(),
						ListenerHandlerTests.class.getName()));
	}

	private static ListenerMethod listener(Class<?> type, String queue) {
		return FoundListeners.in(type)
			.methods()
			.stream()
			.filter((listener) -> listener.queues().contains(queue))
			.findAny()
			.orElseThrow();
	}

	@SuppressWarnings("unchecked")
	private static WorkHandler<Object> handler(Object bean, String queue) {
		Class<?> type = (bean instanceof OrderRecorder) ? OrderRecorder.class : Recorder.class;
		return (WorkHandler<Object>) listener(type, queue).createHandler(bean);
	}

	static class Recorder {

		final List<Object> calls = new ArrayList<>();

		@SafeQueueListener("item")
		void item(Order order) {
			this.calls.add(order);
		}

		@SafeQueueListener("batch")
		protected void batch(List<Order> orders) {
			this.calls.add(orders);
		}

		@SafeQueueListener("itemFirst")
		public void itemFirst(Order order, WorkContext context) {
			this.calls.addAll(List.of(order, context));
		}

		@SafeQueueListener("contextFirst")
		public void contextFirst(WorkContext context, Order order) {
			this.calls.addAll(List.of(order, context));
		}

		@SafeQueueListener("array")
		final void array(Order... orders) {
			this.calls.add(orders);
		}

		@SafeQueueListener("failing")
		void failing(Order order) throws IOException {
			throw new IOException("by the method");
		}

		@SafeQueueListener("failingUnusually")
		void failingUnusually(Order order) throws Throwable {
			throw new Unusual();
		}

		@SafeQueueListener("failingWithContext")
		void failing(WorkContext context, Order order) throws IOException {
			throw new IOException("by the method");
		}

	}

	/** Neither an exception nor an error. */
	static class Unusual extends Throwable {

		private static final long serialVersionUID = 1L;

	}

	static class AnyRecorder<T> {

		final List<Object> calls = new ArrayList<>();

		@SafeQueueListener("generic")
		void on(T item) {
			this.calls.add(item);
		}

		@SafeQueueListener("genericWithContext")
		void on(WorkContext context, T item) {
			this.calls.add(item);
		}

	}

	static class OrderRecorder extends AnyRecorder<Order> {

	}

}
