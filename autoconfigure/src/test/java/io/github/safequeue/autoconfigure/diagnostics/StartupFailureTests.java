/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.diagnostics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.aopalliance.intercept.MethodInterceptor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aop.framework.autoproxy.AbstractAutoProxyCreator;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.util.StringUtils;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What cannot work keeps the application from starting, and the report says which queue,
 * property or method it is and what to do. Nothing of the application stays behind.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailureTests {

	private static final Pattern WORKER = Pattern.compile("safequeue-.+-\\d+");

	static Stream<Arguments> handlers() {
		return Stream.of(
				arguments("two methods", List.of(Listener.class, OtherListener.class), List.of(),
						List.of("'orders'", "two handlers", "Listener.on", "OtherListener.on", "Remove")),
				arguments("method and property", List.of(Listener.class, Handler.class),
						List.of("safequeue.queues.orders.handler=handler"),
						List.of("'orders'", "two handlers", "Listener.on", "safequeue.queues.orders.handler",
								"Remove")),
				arguments("method and builder", List.of(Listener.class, Built.class), List.of(),
						List.of("'orders'", "two handlers", "Listener.on", "builder", "Remove")),
				arguments("property and builder", List.of(Built.class, Handler.class),
						List.of("safequeue.queues.orders.handler=handler"),
						List.of("'orders'", "two handlers", "builder", "safequeue.queues.orders.handler", "Remove")),
				arguments("property without handler", List.of(), List.of("safequeue.queues.orders.capacity=8"),
						List.of("'orders'", "no handler", "safequeue.queues.orders.handler", "@SafeQueueListener",
								"role or profile", "safequeue.queues.orders.required")),
				arguments("builder without handler", List.of(Unbound.class), List.of(),
						List.of("'orders'", "no handler", "handler(", "safequeue.queues.orders.handler")),
				arguments("missing bean", List.of(), List.of("safequeue.queues.orders.handler=missing"),
						List.of("'orders'", "safequeue.queues.orders.handler", "'missing'", "WorkHandler")),
				arguments("no handler", List.of(TextBean.class), List.of("safequeue.queues.orders.handler=text"),
						List.of("'orders'", "safequeue.queues.orders.handler", "'text'", "WorkHandler")),
				arguments("builder without name", List.of(Nameless.class), List.of(),
						List.of("'orders'", "no name", "name(...)")),
				arguments("blank name", List.of(BlankName.class), List.of(), List.of("name", "blank", "name(...)")),
				arguments("two names", List.of(TwoNames.class), List.of(),
						List.of("'orders'", "'other'", "name(\"orders\")")),
				arguments("another bean", List.of(Clash.class), List.of("safequeue.queues.text.handler=handler"),
						List.of("'text'", "another bean", "java.lang.String", "StartupFailureTests$Clash.text",
								"Rename", "safequeue.queues.text")),
				arguments("another bean, method", List.of(ClashListener.class, TextBean.class), List.of(),
						List.of("'text'", "another bean", "java.lang.String", "StartupFailureTests$TextBean.text",
								"Rename", "@SafeQueueListener")),
				arguments("another bean, alias", List.of(AliasListener.class, AliasBean.class), List.of(),
						List.of("'also'", "java.lang.String", "alias of 'text'", "Rename")),
				arguments("another bean, by class", List.of(HandlerListener.class, Handler.class), List.of(),
						List.of("'handler'", Handler.class.getName(), "Rename")),
				arguments("default queue, listener", List.of(DefaultListener.class, DefaultName.class), List.of(),
						List.of("'safeQueue'", "java.lang.String", "StartupFailureTests$DefaultName.safeQueue",
								"Rename", "@SafeQueueListener")),
				arguments("default queue, property", List.of(DefaultName.class),
						List.of("safequeue.queues.safe-queue.capacity=8"),
						List.of("'safeQueue'", "java.lang.String", "Rename", "safequeue.queues.safeQueue")),
				arguments("default queue, executor", List.of(DefaultName.class),
						List.of("safequeue.task-executor.mode=replace"),
						List.of("'safeQueue'", "java.lang.String", "safequeue.task-executor.queue")));
	}

	static Stream<Arguments> injections() {
		List<String> ways = List.of("safequeue.queues.orders.handler", "@SafeQueueListener(\"orders\")");
		return Stream.of(arguments("undeclared", List.of(Wanting.class), List.of(), ways),
				arguments("not required", List.of(Wanting.class),
						List.of("safequeue.queues.orders.required=false", "safequeue.queues.orders.capacity=8"),
						List.of("'orders'", "safequeue.queues.orders.required=false", "ObjectProvider<SafeQueue<",
								"@SafeQueueListener")),
				arguments("wrong items", List.of(Wanting.class, NumberListener.class), List.of(),
						List.of("'orders'", "java.lang.Integer", "Order", "Inject SafeQueue<Integer>")),
				arguments("default queue", List.of(WantingTasks.class, DefaultName.class), List.of(),
						List.of("'safeQueue'", "java.lang.String", "StartupFailureTests$DefaultName.safeQueue",
								"Rename")),
				arguments("another bean", List.of(WantingText.class, TextBean.class), List.of(),
						List.of("'text'", "java.lang.String", "rename the bean 'text'",
								"@SafeQueueListener(\"text\")")),
				arguments("wrong qualifier", List.of(WantingOther.class, Listener.class), List.of(),
						List.of("'other'", "orders", "@SafeQueueListener(\"other\")")),
				arguments("durable, in memory", List.of(WantingDurable.class, Listener.class), List.of(), List.of(
						"'orders' with a store", "queue 'orders' has no store",
						"Set safequeue.queues.orders.store=jdbc, or inject SafeQueue<StartupFailureTests.Order>")),
				arguments("durable, other name", List.of(WantingAnyDurable.class, Listener.class), List.of(),
						List.of("queue 'orders' has no store", "safequeue.queues.orders.store=jdbc")),
				arguments("durable, bean method", List.of(WantingDurable.class, Built.class), List.of(),
						List.of("the bean method 'orders' declares queue 'orders' as a SafeQueue",
								"as DurableQueue<StartupFailureTests.Order>", "buildDurable()")),
				arguments("durable, undeclared", List.of(WantingDurable.class), List.of(),
						List.of("no such queue is declared", "DurableQueue<StartupFailureTests.Order> orders(",
								"buildDurable()", "set safequeue.queues.orders.store to jdbc")),
				arguments("durable, wrong items", List.of(WantingDurable.class, NumberListener.class), List.of(),
						List.of("'orders'", "java.lang.Integer", "Inject DurableQueue<Integer>")),
				arguments("ambiguous", List.of(WantingAny.class, TwoQueues.class), List.of(),
						List.of("several", "left", "right", "@Qualifier")),
				arguments("switched off", List.of(Wanting.class, Listener.class), List.of("safequeue.enabled=false"),
						List.of("'orders'", "safequeue.enabled")));
	}

	static Stream<Arguments> values() {
		List<Arguments> values = new ArrayList<>();
		Map.of("capacity", List.of("-1", "many", "2000000000"), "concurrency", List.of("0", "-1", "x", "10001"),
				"batch-size", List.of("0", "-2", "x"), "wait-strategy", List.of("sleep"), "virtual-threads",
				List.of("perhaps"), "auto-startup", List.of("perhaps"), "retry.max-retries", List.of("-2", "x"),
				"retry.delay", List.of("-1s", "soon"), "stuck-threshold", List.of("0s", "-1s", "x"),
				"dead-letter-queue", List.of("missing"))
			.forEach((property, texts) -> texts.forEach((text) -> {
				for (String prefix : List.of("safequeue.queues.orders.", "safequeue.defaults.")) {
					String key = prefix + property;
					List<String> said = new ArrayList<>(List.of(key, "Set ", text));
					if (prefix.endsWith("orders.")) {
						said.add("'orders'");
					}
					if (text.equals("-1s") || text.equals("0s")) {
						said.remove(text);
					}
					values.add(arguments(key + "=" + text, List.of(Listener.class), List.of(key + "=" + text), said));
				}
			}));
		values.add(arguments("blank store", List.of(Listener.class), List.of("safequeue.queues.orders.store= "),
				List.of("'orders'", "safequeue.queues.orders.store", "Set ")));
		values.add(arguments("drain", List.of(), List.of("safequeue.shutdown.drain-timeout=-1s"),
				List.of("safequeue.shutdown.drain-timeout", "Set ")));
		values.add(arguments("circle", List.of(TwoQueues.class),
				List.of("safequeue.queues.left.dead-letter-queue=right",
						"safequeue.queues.right.dead-letter-queue=left"),
				List.of("'left'", "safequeue.queues.left.dead-letter-queue", "circle", "outside")));
		values.add(arguments("itself", List.of(Listener.class),
				List.of("safequeue.queues.orders.dead-letter-queue=orders"),
				List.of("'orders'", "safequeue.queues.orders.dead-letter-queue", "circle")));
		values.add(arguments("other items", List.of(Listener.class, NumberQueue.class),
				List.of("safequeue.queues.orders.dead-letter-queue=numbers"), List.of("'orders'", Order.class.getName(),
						"'numbers'", "java.lang.Integer", "safequeue.queues.orders.dead-letter-queue", "DeadLetter")));
		values.add(arguments("other items, bean", List.of(NumberListener.class, Unbound.class), List.of(),
				List.of("'orders'", Order.class.getName(), "NumberListener.on", "java.lang.Integer", "Give it")));
		values.add(arguments("other item type", List.of(Listener.class),
				List.of("safequeue.queues.orders.item-type=java.lang.Integer"), List.of("'orders'",
						Order.class.getName(), "safequeue.queues.orders.item-type", "java.lang.Integer", "Set ")));
		values.add(arguments("unknown, by code", List.of(UnknownTarget.class), List.of(),
				List.of("'orders'", "'missing'", "dead-letter-queue", "deadLetterQueue", "Declare")));
		return values.stream();
	}

	static Stream<Arguments> methods() {
		return Stream.of(
				arguments("blank name", List.of(BlankListener.class), List.of(), List.of("BlankListener.on", "name")),
				arguments("private", List.of(PrivateListener.class), List.of(),
						List.of("'orders'", "PrivateListener.on", "private", "Remove")),
				arguments("static", List.of(StaticListener.class), List.of(),
						List.of("'orders'", "StaticListener.on", "static", "Remove")),
				arguments("final", List.of(FinalListener.class, Proxies.class), List.of(),
						List.of("'orders'", "FinalListener.on", "final", "Remove")),
				arguments("asynchronous", List.of(AsyncListener.class), List.of(),
						List.of("'orders'", "AsyncListener.on", "@Async", "Remove")),
				arguments("unknown key", List.of(KeyListener.class), List.of(),
						List.of("'orders'", "unknown", "number", "Order")),
				arguments("bad concurrency", List.of(ManyListener.class), List.of(),
						List.of("'orders'", "ManyListener.on", "concurrency", "20000", "Set")),
				arguments("no such bean", List.of(DependingListener.class), List.of(),
						List.of("'orders'", "DependingListener.on", "dependsOn", "'missing'")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "handlers", "injections", "values", "methods" })
	void theReportNamesQueueAndPropertyAndRemedy(String name, List<Class<?>> beans, List<String> properties,
			List<String> said, CapturedOutput output) {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		List<Class<?>> sources = new ArrayList<>(beans);
		sources.add(Application.class);
		SpringApplication application = new SpringApplication(sources.toArray(new Class<?>[0]));
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBeanNameGenerator((definition, registry) -> {
			String type = String.valueOf(definition.getBeanClassName());
			return StringUtils.uncapitalize(type.substring(type.lastIndexOf('$') + 1));
		});
		String[] arguments = properties.stream().map((property) -> "--" + property).toArray(String[]::new);
		assertThatThrownBy(() -> application.run(arguments)).isInstanceOf(Exception.class);
		String report = output.getAll();
		assertThat(report.contains("APPLICATION FAILED TO START")).as("there is a report").isTrue();
		assertThat(report.substring(report.lastIndexOf("APPLICATION FAILED TO START"))).contains(said);
		Awaitility.await()
			.atMost(QueueTestRunner.LIMIT)
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> !before.contains(thread) && WORKER.matcher(thread.getName()).matches())
				.isEmpty());
	}

	@Test
	void aGoodApplicationStarts(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Listener.class, Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.run("--safequeue.queues.orders.capacity=8").close();
		assertThat(output.getAll()).doesNotContain("APPLICATION FAILED TO START");
	}

	record Order(int number) {
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SafeQueueAutoConfiguration.class)
	static class Application {

	}

	static class Listener {

		@SafeQueueListener("orders")
		void on(Order order) {
		}

	}

	static class OtherListener {

		@SafeQueueListener("orders")
		void on(Order order) {
		}

	}

	static class NumberListener {

		@SafeQueueListener("orders")
		void on(Integer number) {
		}

	}

	static class NumberQueue {

		@SafeQueueListener("numbers")
		void on(Integer number) {
		}

	}

	static class TwoQueues {

		@SafeQueueListener({ "left", "right" })
		void on(Order order) {
		}

	}

	static class BlankListener {

		@SafeQueueListener(" ")
		void on(Order order) {
		}

	}

	static class PrivateListener {

		@SafeQueueListener("orders")
		@SuppressWarnings({ "UnusedMethod", "UnusedVariable" })
		private void on(Order order) {
		}

	}

	static class StaticListener {

		@SafeQueueListener("orders")
		static void on(Order order) {
		}

	}

	static class FinalListener {

		@SafeQueueListener("orders")
		public final void on(Order order) {
		}

	}

	static class AsyncListener {

		@Async
		@SafeQueueListener("orders")
		void on(Order order) {
		}

	}

	static class KeyListener {

		@SafeQueueListener(queues = "orders", key = "unknown")
		void on(Order order) {
		}

	}

	static class ManyListener {

		@SafeQueueListener(queues = "orders", concurrency = "20000")
		void on(Order order) {
		}

	}

	static class DependingListener {

		@SafeQueueListener(queues = "orders", dependsOn = "missing")
		void on(Order order) {
		}

	}

	static class ClashListener {

		@SafeQueueListener("text")
		void on(Order order) {
		}

	}

	static class AliasListener {

		@SafeQueueListener("also")
		void on(Order order) {
		}

	}

	static class HandlerListener {

		@SafeQueueListener("handler")
		void on(Order order) {
		}

	}

	static class DefaultListener {

		@SafeQueueListener("safeQueue")
		void on(Order order) {
		}

	}

	static class Handler implements WorkHandler<Order> {

		@Override
		public void handle(Order item) {
		}

	}

	static class Wanting {

		Wanting(SafeQueue<Order> orders) {
		}

	}

	static class WantingTasks {

		WantingTasks(SafeQueue<Runnable> tasks) {
		}

	}

	static class WantingText {

		WantingText(SafeQueue<Order> text) {
		}

	}

	static class WantingOther {

		WantingOther(@Qualifier("other") SafeQueue<Order> queue) {
		}

	}

	static class WantingDurable {

		WantingDurable(@Qualifier("orders") DurableQueue<Order> queue) {
		}

	}

	static class WantingAnyDurable {

		WantingAnyDurable(DurableQueue<Order> queue) {
		}

	}

	static class WantingAny {

		WantingAny(SafeQueue<Order> queue) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TextBean {

		@Bean
		String text() {
			return "text";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AliasBean {

		@Bean({ "text", "also" })
		String text() {
			return "text";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DefaultName {

		@Bean
		String safeQueue() {
			return "text";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Clash {

		@Bean
		String text() {
			return "text";
		}

		@Bean
		WorkHandler<Order> handler() {
			return (order) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Built {

		@Bean
		SafeQueue<Order> orders(SafeQueueBuilder builder) {
			return builder.name("orders").handler((order) -> {
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
	static class Nameless {

		@Bean
		SafeQueue<Order> orders(SafeQueueBuilder builder) {
			return builder.handler((order) -> {
			}).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BlankName {

		@Bean
		SafeQueue<Order> orders(SafeQueueBuilder builder) {
			return builder.name(" ").handler((order) -> {
			}).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoNames {

		@Bean
		SafeQueue<Order> orders(SafeQueueBuilder builder) {
			return builder.name("other").handler((order) -> {
			}).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnknownTarget {

		@Bean
		SafeQueue<Order> orders(SafeQueueBuilder builder) {
			return builder.name("orders").deadLetterQueue("missing").handler((order) -> {
			}).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Proxies {

		@Bean
		static AbstractAutoProxyCreator proxyCreator() {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setProxyTargetClass(true);
			creator.setBeanNames("finalListener");
			creator.setInterceptorNames("interceptor");
			return creator;
		}

		@Bean
		static MethodInterceptor interceptor() {
			return (invocation) -> invocation.proceed();
		}

	}

}
