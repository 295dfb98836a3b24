/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.health.SafeQueuesHealthIndicator;
import io.github.safequeue.logback.SafeQueueAppender;
import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code safequeue.logging} in an application.
 */
class LoggingQueueTests {

	private static final String ON = "--safequeue.logging.enabled=true";

	private static ForkedJvm run(Object... args) {
		ForkedJvm jvm = ForkedJvm.start(LoggingApplication.class, args);
		jvm.exitCode();
		return jvm;
	}

	private static long count(ForkedJvm jvm, String text) {
		return jvm.output().stream().filter((line) -> line.contains(text)).count();
	}

	@Test
	void theRootLoggerWritesByAQueueUntilTheLoggingSystemShutsDown() {
		try (ForkedJvm jvm = run(ON)) {
			assertThat(jvm.output()).contains("running: [SafeQueueAppender]");
			assertThat(count(jvm, ": running ")).isEqualTo(LoggingApplication.LINES);
			assertThat(count(jvm, ": closing ")).isEqualTo(LoggingApplication.LINES);
			assertThat(count(jvm, "Queue 'safeQueue' closed")).isEqualTo(1);
			assertThat(jvm.complaints()).isEmpty();
		}
	}

	@Test
	@Tag("faults")
	void isOffUnlessAskedFor() {
		try (ForkedJvm jvm = run()) {
			assertThat(jvm.output()).contains("running: [ConsoleAppender]");
			assertThat(count(jvm, ": closing ")).isEqualTo(LoggingApplication.LINES);
		}
	}

	@Test
	@Tag("faults")
	void aContextThatIsStartedAgainHasItAgain() {
		try (ForkedJvm jvm = run(ON, "again")) {
			assertThat(jvm.output()).filteredOn((line) -> line.equals("running: [SafeQueueAppender]")).hasSize(2);
			assertThat(count(jvm, ": running ")).isEqualTo(2 * LoggingApplication.LINES);
			assertThat(count(jvm, ": closing ")).isEqualTo(2 * LoggingApplication.LINES);
			assertThat(jvm.complaints()).isEmpty();
		}
	}

	@Test
	@Tag("faults")
	void aLaterApplicationWithoutItHasItNot() {
		try (ForkedJvm jvm = run(ON, "off")) {
			assertThat(jvm.output()).contains("running: [SafeQueueAppender]", "running: [ConsoleAppender]");
			assertThat(count(jvm, ": running ")).isEqualTo(2 * LoggingApplication.LINES);
		}
	}

	@Test
	@Tag("faults")
	void whereBootDoesNotShutLoggingDownTheRootLoggerGetsItsAppendersBack() {
		try (ForkedJvm jvm = run(ON, "--logging.register-shutdown-hook=false", "again")) {
			assertThat(jvm.output()).contains("running: [SafeQueueAppender]", "closed: [ConsoleAppender]");
			assertThat(count(jvm, ": running ")).isEqualTo(2 * LoggingApplication.LINES);
			assertThat(count(jvm, ": closing ")).isEqualTo(2 * LoggingApplication.LINES);
		}
	}

	@Test
	@Tag("faults")
	void callerDataIsTakenIfAskedFor() {
		try (ForkedJvm jvm = run(ON, "--safequeue.logging.include-caller-data=true",
				"--logging.pattern.console=%method: %msg%n")) {
			assertThat(count(jvm, "run: running ")).isEqualTo(LoggingApplication.LINES);
		}
	}

	@Test
	@Tag("faults")
	void aBadValueStopsTheStartAndIsExplained() {
		try (ForkedJvm jvm = run(ON, "--safequeue.logging.queue-size=0")) {
			assertThat(jvm.exitCode()).isEqualTo(1);
			assertThat(jvm.outputText()).contains("APPLICATION FAILED TO START")
				.contains("the property 'safequeue.logging.queue-size' is 0")
				.contains("Set safequeue.logging.queue-size to a number from 1");
		}
	}

	@Test
	void healthAndMetersTellOfTheAppendersThatTheApplicationConfiguredItself() {
		Logger logger = (Logger) LoggerFactory.getLogger("watched");
		List<String> written = new ArrayList<>();
		AppenderBase<ILoggingEvent> target = new AppenderBase<>() {
			@Override
			protected void append(ILoggingEvent event) {
				written.add(event.getMessage());
			}
		};
		target.setContext(logger.getLoggerContext());
		target.start();
		SafeQueueAppender appender = new SafeQueueAppender();
		appender.setContext(logger.getLoggerContext());
		appender.setName("audit");
		appender.setQueueSize(16);
		appender.addAppender(target);
		appender.start();
		logger.setAdditive(false);
		logger.setLevel(Level.INFO);
		logger.addAppender(appender);
		try {
			logger.info("one");
			assertThat(appender.flush()).isTrue();
			assertThat(written).containsExactly("one");
			QueueTestRunner.create().run((context) -> {
				Health health = new SafeQueuesHealthIndicator(context.getBean(SafeQueueRegistry.class),
						LogAppenders::buffers)
					.health();
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				Map<?, ?> audit = (Map<?, ?>) ((Map<?, ?>) health.getDetails().get("logAppenders")).get("audit");
				assertThat(audit.get("handled")).isEqualTo(1L);
				assertThat(audit.get("capacity")).isEqualTo(16);
				assertThat(audit.get("dropped")).asString().contains("TRACE=0").contains("ERROR=0");
			});
			MeterRegistry registry = new SimpleMeterRegistry();
			new LogAppenderMeters().bindTo(registry);
			assertThat(registry.get("safequeue.logging.written").functionCounter().count()).isEqualTo(1);
			assertThat(registry.get("safequeue.logging.capacity").gauge().value()).isEqualTo(16);
			assertThat(registry.get("safequeue.logging.dropped").tag("level", "warn").functionCounter().count())
				.isZero();
		}
		finally {
			logger.detachAppender(appender);
			appender.stop();
		}
		MeterRegistry registry = new SimpleMeterRegistry();
		new LogAppenderMeters().bindTo(registry);
		assertThat(registry.getMeters()).isEmpty();
	}

}
