/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.util.ArrayList;
import java.util.List;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.listener.elsewhere.Elsewhere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Listener methods are called through the proxies of their beans, or refused.
 */
class ListenerProxyTests {

	private static final Order ORDER = new Order(1, null);

	private final List<String> advised = new ArrayList<>();

	@Test
	void classProxyAdvises() throws Exception {
		Orders target = new Orders();
		handler(Orders.class, proxy(target, true)).handle(ORDER);
		assertThat(this.advised).containsExactly("on");
		assertThat(target.handled).containsExactly(ORDER);
	}

	@Test
	void interfaceProxyAdvises() throws Exception {
		Implementing target = new Implementing();
		handler(Implementing.class, proxy(target, false)).handle(ORDER);
		assertThat(this.advised).containsExactly("on");
		assertThat(target.handled).containsExactly(ORDER);
	}

	@Test
	void interfaceProxyWithATypeVariableAdvises() throws Exception {
		GenericImplementing target = new GenericImplementing();
		WorkHandler<Object> handler = handler(GenericImplementing.class, proxy(target, false));
		handler.handle(ORDER);
		assertThat(this.advised).containsExactly("on");
		assertThat(target.handled).containsExactly(ORDER);
		assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> handler.handle("secret"))
			.withMessageNotContaining("secret");
		assertThat(this.advised).hasSize(1);
	}

	@Test
	void interfaceProxyWithTypeVariablesForItemAndContextAdvises() throws Exception {
		GenericWithContext target = new GenericWithContext();
		ContextWorkHandler<Object> handler = (ContextWorkHandler<Object>) handler(GenericWithContext.class,
				proxy(target, false));
		WorkContext context = new WorkContext() {

			@Override
			public String queue() {
				return "orders";
			}

			@Override
			public int attempt() {
				return 1;
			}

		};
		handler.handle(ORDER, context);
		assertThat(this.advised).containsExactly("on");
		assertThat(target.handled).containsExactly(context, ORDER);
	}

	@Test
	void interfaceOfTheJdkAdvises() throws Exception {
		Consuming target = new Consuming();
		handler(Consuming.class, proxy(target, false)).handle(ORDER);
		assertThat(this.advised).containsExactly("accept");
		assertThat(target.handled).containsExactly(ORDER);
	}

	@Test
	void interfaceProxyWithoutTheMethodIsRefused() {
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> handler(NotInInterface.class, proxy(new NotInInterface(), false)))
			.withMessageContainingAll("Queue 'orders'", "NotInInterface.on(Order)", "not in any interface")
			.satisfies((ex) -> assertThat(ex.action()).contains("spring.aop.proxy-target-class=true"));
	}

	@Test
	void finalMethodBehindAClassProxyIsRefused() {
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> handler(FinalMethod.class, proxy(new FinalMethod(), true)))
			.withMessageContainingAll("Queue 'orders'", "FinalMethod.on(Order) is final")
			.satisfies((ex) -> assertThat(ex.action()).contains("Remove the modifier 'final'"));
	}

	@Test
	void finalOverrideBehindAClassProxyIsRefused() {
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> handler(Orders.class, proxy(new FinalOverride(), true)))
			.withMessageContaining("Orders.on(Order) is final");
	}

	@Test
	void finalMethodWithoutAProxyIsCalled() throws Exception {
		FinalMethod target = new FinalMethod();
		handler(FinalMethod.class, target).handle(ORDER);
		assertThat(target.handled).containsExactly(ORDER);
	}

	@Test
	void methodThatAClassProxyCannotOverrideIsRefused() {
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> handler(Elsewhere.class, proxy(new Elsewhere(), true)))
			.withMessageContaining("is not visible to the proxy");
	}

	@Test
	void objectOfAnotherTypeThanDefinedIsRefused() {
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> handler(Orders.class, "replaced"))
			.withMessageContainingAll("does not exist in the bean", "java.lang.String");
	}

	@Test
	void transactionSurroundsTheCall() throws Exception {
		try (AnnotationConfigApplicationContext context = FoundListeners.refreshed(Transactions.class,
				Transacting.class)) {
			ListenerMethod listener = FoundListeners.in(context).only();
			Object bean = context.getBean(listener.beanName());
			@SuppressWarnings("unchecked")
			WorkHandler<Object> handler = (WorkHandler<Object>) listener.createHandler(bean);
			handler.handle(ORDER);
			assertThatIllegalStateException().isThrownBy(() -> handler.handle(new Order(-1, null)));
			assertThat(context.getBean(Transactions.Recorder.class).events).containsExactly("begin",
					"in transaction: true", "commit", "begin", "in transaction: true", "rollback");
		}
	}

	private Object proxy(Object target, boolean ofClass) {
		ProxyFactory factory = new ProxyFactory(target);
		factory.setProxyTargetClass(ofClass);
		factory.addAdvice((MethodInterceptor) (invocation) -> {
			this.advised.add(invocation.getMethod().getName());
			return invocation.proceed();
		});
		return factory.getProxy();
	}

	@SuppressWarnings("unchecked")
	private static WorkHandler<Object> handler(Class<?> type, Object bean) {
		return (WorkHandler<Object>) FoundListeners.in(type).only().createHandler(bean);
	}

	static class Orders {

		final List<Order> handled = new ArrayList<>();

		@SafeQueueListener("orders")
		void on(Order order) {
			this.handled.add(order);
		}

	}

	interface OrderListener {

		void on(Order order);

	}

	static class Implementing implements OrderListener {

		final List<Order> handled = new ArrayList<>();

		@Override
		@SafeQueueListener("orders")
		public void on(Order order) {
			this.handled.add(order);
		}

	}

	interface ItemListener<T> {

		void on(T item);

	}

	static class GenericImplementing implements ItemListener<Order> {

		final List<Order> handled = new ArrayList<>();

		@Override
		@SafeQueueListener("orders")
		public void on(Order order) {
			this.handled.add(order);
		}

	}

	interface ContextListener<C, T> {

		void on(C context, T item);

	}

	static class GenericWithContext implements ContextListener<WorkContext, Order> {

		final List<Object> handled = new ArrayList<>();

		@Override
		@SafeQueueListener("orders")
		public void on(WorkContext context, Order order) {
			this.handled.addAll(List.of(context, order));
		}

	}

	static class FinalOverride extends Orders {

		@Override
		final void on(Order order) {
		}

	}

	static class Consuming implements java.util.function.Consumer<Order> {

		final List<Order> handled = new ArrayList<>();

		@Override
		@SafeQueueListener("orders")
		public void accept(Order order) {
			this.handled.add(order);
		}

	}

	static class NotInInterface implements Runnable {

		@SafeQueueListener("orders")
		public void on(Order order) {
		}

		@Override
		public void run() {
		}

	}

	static class FinalMethod {

		final List<Order> handled = new ArrayList<>();

		@SafeQueueListener("orders")
		final void on(Order order) {
			this.handled.add(order);
		}

	}

	static class Transacting {

		private final Transactions.Recorder recorder;

		Transacting(Transactions.Recorder recorder) {
			this.recorder = recorder;
		}

		@Transactional
		@SafeQueueListener("orders")
		public void on(Order order) {
			this.recorder.events
				.add("in transaction: " + TransactionSynchronizationManager.isActualTransactionActive());
			if (order.id() < 0) {
				throw new IllegalStateException();
			}
		}

	}

	@Configuration
	@EnableTransactionManagement
	static class Transactions {

		@Bean
		static Recorder recorder() {
			return new Recorder();
		}

		static final class Recorder extends AbstractPlatformTransactionManager implements PlatformTransactionManager {

			private static final long serialVersionUID = 1L;

			final transient List<String> events = new ArrayList<>();

			@Override
			protected Object doGetTransaction() {
				return new Object();
			}

			@Override
			protected void doBegin(Object transaction, TransactionDefinition definition) {
				this.events.add("begin");
			}

			@Override
			protected void doCommit(DefaultTransactionStatus status) {
				this.events.add("commit");
			}

			@Override
			protected void doRollback(DefaultTransactionStatus status) {
				this.events.add("rollback");
			}

		}

	}

}
