/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.documentation;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.safequeue.SafeQueue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * The beans of {@code docs/stores.md} are an application that does what the page says,
 * with the settings of its quick start.
 */
@Timeout(120)
class StorePageTests {

	private static final Page PAGE = Page.of("docs/stores.md");

	private final Map<String, Class<?>> classes = SnippetCompiler.compile(PAGE);

	/** The ids of calls of the carrier; the first two calls fail. */
	private final List<String> booked = new CopyOnWriteArrayList<>();

	private ConfigurableApplicationContext context;

	private JdbcClient database;

	@BeforeEach
	void start(@TempDir Path directory) throws Exception {
		String quickStart = PAGE.snippets("yaml").get(0).code().replace("./data", directory.toString());
		List<PropertySource<?>> yaml = new YamlPropertySourceLoader().load("stores.md",
				new ByteArrayResource(quickStart.getBytes(UTF_8)));
		this.context = new SpringApplicationBuilder(Application.class, type("OrderDesk"), type("Shipping"))
			.web(WebApplicationType.NONE)
			.resourceLoader(new DefaultResourceLoader(type("OrderDesk").getClassLoader()))
			.initializers((starting) -> {
				yaml.forEach(starting.getEnvironment().getPropertySources()::addFirst);
				registerCarrier((GenericApplicationContext) starting);
			})
			.properties("safequeue.queues.orders.retry.max-retries=3", "safequeue.queues.orders.retry.delay=10ms")
			.run();
		orders().pause();
		this.database = this.context.getBean(JdbcClient.class);
		this.database.sql("create table payment (order_id varchar(36))").update();
		this.database.sql("create table shipment (order_id varchar(36))").update();
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@SuppressWarnings("unchecked")
	private void registerCarrier(GenericApplicationContext context) {
		Class<Object> carrier = (Class<Object>) type("Carrier");
		InvocationHandler booking = (proxy, method, arguments) -> (method.getDeclaringClass() == carrier)
				? book((String) arguments[0]) : method.invoke(this.booked, arguments);
		context.registerBean("carrier", carrier,
				() -> Proxy.newProxyInstance(carrier.getClassLoader(), new Class<?>[] { carrier }, booking));
	}

	private Object book(String id) {
		this.booked.add(id);
		if (this.booked.size() <= 2) {
			throw new IllegalStateException("No carrier at the first attempts");
		}
		return null;
	}

	private Class<?> type(String name) {
		return this.classes.get("page.docs_stores_md." + name);
	}

	private Object order(String id) throws ReflectiveOperationException {
		Constructor<?> constructor = type("Order").getDeclaredConstructors()[0];
		constructor.setAccessible(true);
		return constructor.newInstance(id, "alice", "tea");
	}

	private Object desk(String name, Object order) throws ReflectiveOperationException {
		Method method = type("OrderDesk").getDeclaredMethod(name, type("Order"));
		method.setAccessible(true);
		return method.invoke(this.context.getBean(type("OrderDesk")), order);
	}

	private List<String> ids(String table) {
		return this.database.sql("select order_id from " + table).query(String.class).list();
	}

	private SafeQueue<?> orders() {
		return this.context.getBean("orders", SafeQueue.class);
	}

	@Test
	void eachCallSubmits() throws Exception {
		assertThat(desk("offer", order("1"))).isEqualTo(true);
		assertThat((CompletableFuture<?>) desk("send", order("2"))).succeedsWithin(60, TimeUnit.SECONDS)
			.isEqualTo("Order 2 is placed");
		desk("pay", order("3"));
		orders().resume();
		await().untilAsserted(() -> assertThat(ids("shipment")).containsExactlyInAnyOrder("1", "2", "3"));
		assertThat(ids("payment")).containsExactly("3");
	}

	@Test
	void enqueuedOrderSharesTheFateOfThePayment() throws Exception {
		this.context.getBean(TransactionTemplate.class).executeWithoutResult((transaction) -> {
			try {
				desk("pay", order("1"));
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
			transaction.setRollbackOnly();
		});
		desk("pay", order("2"));
		orders().resume();
		await().untilAsserted(() -> assertThat(ids("shipment")).contains("2"));
		assertThat(ids("payment")).containsExactly("2");
		assertThat(ids("shipment")).containsExactly("2");
	}

	@Test
	void paymentWithoutItsOrderIsRolledBack() {
		this.database.sql("drop table safequeue_item").update();
		assertThatException().isThrownBy(() -> desk("pay", order("1")))
			.havingCause()
			.isInstanceOf(DataAccessException.class);
		assertThat(ids("payment")).isEmpty();
	}

	@Test
	void identityOfAnItemStaysTheSame() throws Exception {
		desk("pay", order("1"));
		orders().resume();
		await().untilAsserted(() -> assertThat(ids("shipment")).containsExactly("1"));
		assertThat(this.booked).hasSize(3).doesNotContainNull();
		assertThat(this.booked.stream().distinct()).hasSize(1);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
