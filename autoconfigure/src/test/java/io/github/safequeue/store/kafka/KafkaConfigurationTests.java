/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the settings of clients bring about without a broker.
 */
class KafkaConfigurationTests {

	/** Nothing listens there. */
	private static final Map<String, Object> NO_BROKER = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
			"127.0.0.1:1");

	@Test
	void logsFewLinesWhileNoBrokerAnswers() {
		Logger logger = (Logger) LoggerFactory.getLogger("org.apache.kafka.clients");
		Level level = logger.getLevel();
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		logger.setLevel(Level.INFO);
		logger.addAppender(lines);
		Admin admin = Admin.create(KafkaConfiguration.admin(NO_BROKER));
		try {
			assertThatExceptionOfType(TimeoutException.class)
				.isThrownBy(() -> admin.describeCluster().nodes().get(4, TimeUnit.SECONDS));
			assertThat(lines.list).hasSizeLessThan(100);
		}
		finally {
			admin.close(Duration.ZERO);
			logger.detachAppender(lines);
			logger.setLevel(level);
		}
	}

	@Test
	void keepsWhatTheApplicationSays() {
		String key = AdminClientConfig.METADATA_RECOVERY_STRATEGY_CONFIG;
		assertThat(KafkaConfiguration.admin(Map.of(key, "rebootstrap"))).containsEntry(key, "rebootstrap");
		assertThat(fetchMaxWait(Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 700))).isEqualTo(700);
	}

	@Test
	void partitionsThatGoOnWaitShortlyForOthers() {
		assertThat(fetchMaxWait(Map.of())).isEqualTo(100);
	}

	private static @Nullable Object fetchMaxWait(Map<String, Object> application) {
		return KafkaConfiguration.consumers(new DefaultKafkaConsumerFactory<>(application))
			.getConfigurationProperties()
			.get(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG);
	}

}
