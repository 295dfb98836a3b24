/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which database the store {@code jdbc} finds, and what it says where it finds none that
 * it can use.
 */
class JdbcStoreAutoConfigurationTests {

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SafeQueueAutoConfiguration.class, SafeQueueStoreAutoConfiguration.class,
						SafeQueueJdbcStoreAutoConfiguration.class, JacksonAutoConfiguration.class))
		.withUserConfiguration(Orders.class)
		.withPropertyValues("safequeue.queues.orders.store=jdbc");

	private final ApplicationContextRunner withDataSource = this.runner.withConfiguration(AutoConfigurations
		.of(DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class));

	@Test
	void handlesItemsOfAQueueInADatabase() {
		this.withDataSource.withPropertyValues("spring.datasource.url=" + fileUrl()).run((context) -> {
			assertThat(context).hasNotFailed();
			context.getBean(Orders.class).send("first");
			assertThat(context.getBean(Orders.class).handled.poll(20, TimeUnit.SECONDS)).isEqualTo("first");
		});
	}

	@Test
	void opensAFileWithoutADataSource() {
		Path file = this.directory.resolve("queues");
		this.runner.withPropertyValues("safequeue.store.jdbc.file=" + file).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class);
			context.getBean(Orders.class).send("first");
			assertThat(context.getBean(Orders.class).handled.poll(20, TimeUnit.SECONDS)).isEqualTo("first");
		});
		assertThat(this.directory).isDirectoryContaining("glob:**/queues.mv.db")
			.isDirectoryNotContaining("glob:**/*.trace.db");
	}

	@Test
	void keepsItemsInTheFile() {
		Path file = this.directory.resolve("queues");
		ApplicationContextRunner same = this.runner.withPropertyValues("safequeue.store.jdbc.file=" + file);
		same.withPropertyValues("safequeue.queues.orders.auto-startup=false").run((context) -> {
			assertThat(context).hasNotFailed();
			context.getBean(Orders.class).send("first");
		});
		same.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Orders.class).handled.poll(20, TimeUnit.SECONDS)).isEqualTo("first");
		});
	}

	@Test
	void refusesAFileOfAnotherProcess() throws IOException {
		Path file = this.directory.resolve("queues.mv.db");
		Files.createFile(file);
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			assertThat(channel.lock().isValid()).isTrue();
			this.runner.withPropertyValues("safequeue.store.jdbc.file=" + this.directory.resolve("queues"))
				.run((context) -> assertThat(context.getStartupFailure()).rootCause()
					.satisfies((root) -> assertThat(messages(context.getStartupFailure()))
						.contains("another process has the file " + file)
						.contains("safequeue.store.jdbc.file")));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.datasource.url=jdbc:h2:mem:orders", "spring.application.name=orders" })
	void refusesADatabaseInMemory(String property) {
		this.withDataSource.withPropertyValues(property)
			.run((context) -> assertThat(messages(context.getStartupFailure())).contains("H2 is in memory")
				.contains("where spring.datasource.url is missing")
				.contains("jdbc:h2:async:./data/orders;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"));
	}

	@Test
	void namesTheStatementsForAMissingTable() {
		this.withDataSource
			.withPropertyValues("spring.datasource.url=" + fileUrl(), "safequeue.store.jdbc.initialize-schema=never")
			.run((context) -> assertThat(messages(context.getStartupFailure())).contains("'safequeue_item'")
				.contains("safequeue.store.jdbc.initialize-schema")
				.contains("classpath:io/github/safequeue/store/jdbc/schema-h2.sql"));
	}

	@Test
	void usesThePrefixOfTheTables() {
		this.withDataSource
			.withPropertyValues("spring.datasource.url=" + fileUrl(), "safequeue.store.jdbc.table-prefix=work_")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(new JdbcTemplate(context.getBean(DataSource.class)).queryForList(
						"select table_name from information_schema.tables where table_schema = 'PUBLIC'", String.class))
					.containsExactlyInAnyOrder("WORK_ITEM", "WORK_LANE", "WORK_DEAD");
			});
	}

	@Test
	void refusesToChooseBetweenTwoDataSources() {
		this.runner.withUserConfiguration(TwoDataSources.class)
			.run((context) -> assertThat(messages(context.getStartupFailure()))
				.contains("needs one DataSource, but there are 2")
				.contains("@Primary"));
	}

	@Test
	void refusesAPoolThatIsTooSmall() {
		this.withDataSource
			.withPropertyValues("spring.datasource.url=" + fileUrl(), "spring.datasource.hikari.maximum-pool-size=4",
					"safequeue.queues.orders.concurrency=4")
			.run((context) -> assertThat(messages(context.getStartupFailure())).contains("Queue 'orders'")
				.contains("has 4 connections")
				.contains("Set spring.datasource.hikari.maximum-pool-size to at least 6"));
	}

	@Test
	void touchesNoDatabaseWithoutAQueueInIt() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(SafeQueueAutoConfiguration.class, SafeQueueJdbcStoreAutoConfiguration.class,
							DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:orders")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private String fileUrl() {
		return "jdbc:h2:async:%s;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE".formatted(this.directory.resolve("orders"));
	}

	private static String messages(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SafeQueueConfigurationException found) {
				return found.getMessage();
			}
		}
		return String.valueOf(failure);
	}

	@Configuration(proxyBeanMethods = false)
	static class Orders {

		final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

		private final ObjectProvider<DurableQueue<String>> queue;

		Orders(ObjectProvider<DurableQueue<String>> queue) {
			this.queue = queue;
		}

		void send(String order) throws Exception {
			this.queue.getObject().send(order).get(20, TimeUnit.SECONDS);
		}

		@SafeQueueListener("orders")
		void handle(String order) {
			this.handled.add(order);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		DataSource first() {
			return new JdbcDataSource();
		}

		@Bean
		DataSource second() {
			return new JdbcDataSource();
		}

	}

}
