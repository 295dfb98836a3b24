/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.util.Objects;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueRegistry;

/**
 * Two versions of an application, which differ in the classes of their items. Each
 * handler has an effect by which one can tell the version.
 */
final class ChangedClass {

	/** Items in which the newer version misses a property. */
	static final String ORDERS = StoredApplication.QUEUE;

	/** Items of which the older version cannot read some, and may ignore a property. */
	static final String MAILS = "mails";

	private ChangedClass() {
	}

	static ConfigurableApplicationContext start(String url, Class<?> version, String... properties) {
		String[] all = new String[properties.length + 1];
		System.arraycopy(properties, 0, all, 1, properties.length);
		all[0] = "--safequeue.queues.mails.store=jdbc";
		return StoredApplication.start(url, version, all);
	}

	@SuppressWarnings("unchecked")
	static <T> DurableQueue<T> queue(ConfigurableApplicationContext context, String name) {
		return (DurableQueue<T>) context.getBean(SafeQueueRegistry.class).find(name).orElseThrow();
	}

	private static void haveEffect(JdbcTemplate jdbc, String queue, String version, long number) {
		jdbc.update("insert into effect (queue, item_key, number) values (?, ?, ?)", queue, version, number);
	}

	record OlderOrder(long number) {
	}

	record NewerOrder(long number, String currency) {

		NewerOrder {
			Objects.requireNonNull(currency);
		}

	}

	record OlderMail(long number) {
	}

	/**
	 * A number may have letters by now.
	 */
	record NewerMail(String number, String language) {
	}

	static class Older {

		@Bean
		OlderHandlers handlers(JdbcTemplate jdbc) {
			jdbc.execute(Effects.TABLE);
			return new OlderHandlers(jdbc);
		}

	}

	static class OlderHandlers {

		private final JdbcTemplate jdbc;

		OlderHandlers(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		@SafeQueueListener(ORDERS)
		void onOrder(OlderOrder order) {
			haveEffect(this.jdbc, ORDERS, "older", order.number());
		}

		@Transactional
		@SafeQueueListener(MAILS)
		void onMail(OlderMail mail) {
			haveEffect(this.jdbc, MAILS, "older", mail.number());
		}

	}

	static class Newer {

		@Bean
		NewerHandlers handlers(JdbcTemplate jdbc) {
			jdbc.execute(Effects.TABLE);
			return new NewerHandlers(jdbc);
		}

	}

	static class NewerHandlers {

		private final JdbcTemplate jdbc;

		NewerHandlers(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		@SafeQueueListener(ORDERS)
		void onOrder(NewerOrder order) {
			haveEffect(this.jdbc, ORDERS, "newer", order.number());
		}

		@Transactional
		@SafeQueueListener(MAILS)
		void onMail(NewerMail mail) {
			haveEffect(this.jdbc, MAILS, "newer", Long.parseLong(mail.number().replace("N", "")));
		}

	}

}
