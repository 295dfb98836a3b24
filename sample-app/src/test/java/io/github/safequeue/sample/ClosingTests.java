/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;

import io.github.safequeue.SafeQueue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is in the database after the application closed.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClosingTests {

	private static final String URL = "jdbc:h2:mem:closing-tests;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE";

	private static final int ORDERS = 50;

	@Test
	void waitingOrdersAndTheEntriesOfClosingAreInTheDatabase(CapturedOutput output) throws SQLException {
		try (ConfigurableApplicationContext context = start()) {
			Desk desk = new Desk(((WebServerApplicationContext) context).getWebServer().getPort());
			// What waits when the application closes is stored while it closes.
			context.getBean("orders", SafeQueue.class).pause();
			for (int number = 0; number < ORDERS; number++) {
				assertThat(desk.order("customer-" + number % 7, "tea", 1).getStatusCode())
					.isEqualTo(HttpStatus.ACCEPTED);
			}
		}
		assertThat(count("select count(*) from orders")).isEqualTo(ORDERS);
		assertThat(entries("shutdown", "the application closes")).isOne();
		assertThat(entries("order-desk", "accepted %d orders, refused 0".formatted(ORDERS))).isOne();
		assertThat(entries("orders", "stored %d orders in all".formatted(ORDERS))).isOne();
		assertThat(entries("audit", "the trail closes")).isOne();
		assertThat(count("select count(*) from audit_entry")).isEqualTo(ORDERS + 4);
		assertThat(output).contains("Audit: %d entries accepted, 0 refused".formatted(ORDERS + 4))
			.contains("Audit: %d entries in the database".formatted(ORDERS + 4))
			.contains("Invoices: %d sent".formatted(ORDERS));
	}

	private static ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(SampleApplication.class).main(SampleApplication.class)
			.run("--server.port=0", "--spring.datasource.url=" + URL);
	}

	private static int entries(String source, String event) throws SQLException {
		return count("select count(*) from audit_entry where source = '%s' and event = '%s'".formatted(source, event));
	}

	private static int count(String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(URL, "sa", "");
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return result.getInt(1);
		}
	}

}
