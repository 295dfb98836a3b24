/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.safequeue.testing.ForkedJvm;
import io.github.safequeue.testing.RabbitServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Processes are killed while they handle an item.
 */
@Tag("servers")
@Timeout(300)
class RabbitKillTests {

	private final RabbitApplication application = new RabbitApplication(RabbitServer.shared());

	@Test
	void itemOfAKilledProcessComesAgainAndThenDies() {
		try (ForkedJvm first = start()) {
			first.awaitLine("ready");
			this.application.with((channel) -> {
				channel.basicPublish("", this.application.queue,
						new BasicProperties.Builder().messageId("one").deliveryMode(2).build(),
						"{\"number\":1,\"text\":\"\"}".getBytes(StandardCharsets.UTF_8));
				return null;
			});
			first.awaitLine("delivery 1 of one").signal("KILL").exitCode();
		}
		try (ForkedJvm second = start()) {
			second.awaitLine("delivery 2 of one").signal("KILL").exitCode();
		}
		await().atMost(RabbitApplication.LIMIT)
			.untilAsserted(() -> assertThat(this.application.count(this.application.queue + ".dlq")).isOne());
		assertThat(this.application.count(this.application.queue)).isZero();
		List<GetResponse> dead = this.application.take(this.application.queue + ".dlq");
		assertThat(dead.get(0).getProps().getMessageId()).isEqualTo("one");
		assertThat(dead.get(0).getProps().getHeaders().get("x-first-death-reason")).hasToString("delivery_limit");
	}

	private ForkedJvm start() {
		return ForkedJvm.startWith(List.of(), RabbitKilledApplication.class, this.application.arguments(2));
	}

}
