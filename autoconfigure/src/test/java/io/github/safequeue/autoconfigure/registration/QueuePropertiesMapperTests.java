/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOffExecution;

import io.github.safequeue.WaitStrategy;
import io.github.safequeue.autoconfigure.properties.Environments;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which value a queue is built with.
 */
class QueuePropertiesMapperTests {

	private final RecordingBuilder built = new RecordingBuilder();

	@Test
	void withoutPropertiesABuilderHasTheDocumentedDefaults() {
		mapper().applyDefaults(this.built.builder());
		assertThat(this.built.values()).containsExactlyInAnyOrderEntriesOf(
				Map.of("capacity", 8192, "concurrency", 1, "virtualThreads", false, "waitStrategy", WaitStrategy.PARK,
						"autoStartup", true, "stuckThreshold", Duration.ofSeconds(30), "propagateContext", false));
		assertThat(mapper().batchSize("orders", null)).isEqualTo(1);
	}

	@Test
	void defaultsReachABuilder() {
		mapper("safequeue.defaults.capacity=16", "safequeue.defaults.concurrency=3",
				"safequeue.defaults.virtual-threads=true", "safequeue.defaults.wait-strategy=busy-spin",
				"safequeue.defaults.auto-startup=false", "safequeue.defaults.stuck-threshold=5s",
				"safequeue.defaults.handler-timeout=4s", "safequeue.defaults.dead-letter-queue=failed",
				"safequeue.defaults.retry.max-retries=2")
			.applyDefaults(this.built.builder());
		assertThat(this.built.values()).containsAllEntriesOf(Map.of("capacity", 16, "concurrency", 3, "virtualThreads",
				true, "waitStrategy", WaitStrategy.BUSY_SPIN, "autoStartup", false, "stuckThreshold",
				Duration.ofSeconds(5), "handlerTimeout", Duration.ofSeconds(4), "deadLetterQueue", "failed"));
		assertThat(delays(retry())).containsExactly(1000, 1000, BackOffExecution.STOP);
	}

	@Test
	void propertiesOfTheQueueReachABuilder() {
		mapper("safequeue.queues.orders.capacity=16", "safequeue.queues.orders.concurrency=3",
				"safequeue.queues.orders.virtual-threads=true", "safequeue.queues.orders.wait-strategy=spin_then_park",
				"safequeue.queues.orders.auto-startup=false", "safequeue.queues.orders.stuck-threshold=5s",
				"safequeue.queues.orders.handler-timeout=4s", "safequeue.queues.orders.dead-letter-queue=failed",
				"safequeue.queues.orders.retry.max-retries=1", "safequeue.queues.orders.retry.delay=5ms")
			.applyQueue("orders", this.built.builder());
		assertThat(this.built.values()).containsAllEntriesOf(Map.of("capacity", 16, "concurrency", 3, "virtualThreads",
				true, "waitStrategy", WaitStrategy.SPIN_THEN_PARK, "autoStartup", false, "stuckThreshold",
				Duration.ofSeconds(5), "handlerTimeout", Duration.ofSeconds(4), "deadLetterQueue", "failed"));
		assertThat(delays(retry())).containsExactly(5, BackOffExecution.STOP);
	}

	@Test
	void whatTheQueueDoesNotSetIsLeftAsCodeSetIt() {
		mapper("safequeue.queues.orders.capacity=16", "safequeue.defaults.concurrency=3").applyQueue("orders",
				this.built.builder());
		assertThat(this.built.values()).containsOnlyKeys("capacity");
	}

	@Test
	void propertiesOfOneQueueDoNotReachAnother() {
		mapper("safequeue.queues.orders.capacity=16").applyQueue("invoices", this.built.builder());
		assertThat(this.built.values()).isEmpty();
	}

	@Test
	void retryKeysOfTheQueueAreLaidOverTheDefaults() {
		mapper("safequeue.defaults.retry.max-retries=5", "safequeue.defaults.retry.delay=10ms",
				"safequeue.defaults.retry.multiplier=2", "safequeue.queues.orders.retry.max-delay=25ms")
			.applyQueue("orders", this.built.builder());
		assertThat(delays(retry())).containsExactly(10, 20, 25, 25, 25, BackOffExecution.STOP);
	}

	@Test
	void maxRetriesOfZeroTurnsOffWhatDefaultsOrCodeAskFor() {
		mapper("safequeue.defaults.retry.max-retries=5", "safequeue.queues.orders.retry.max-retries=0")
			.applyQueue("orders", this.built.builder());
		assertThat(retry().shouldRetry(new IllegalStateException())).isFalse();
	}

	@Test
	void retriesWithoutEndWaitNoLongerThanTheMaximum() {
		mapper("safequeue.queues.mails.retry.max-retries=-1", "safequeue.queues.mails.retry.delay=10ms",
				"safequeue.queues.mails.retry.multiplier=2", "safequeue.queues.mails.retry.max-delay=25ms",
				"safequeue.queues.mails.retry.jitter=3ms")
			.applyQueue("mails", this.built.builder());
		BackOffExecution waits = retry().getBackOff().start();
		assertThat(LongStream.generate(waits::nextBackOff).limit(10_000)).allMatch((wait) -> wait >= 10 && wait <= 25);
	}

	@Test
	void retriesWithoutEndKeepAnEqualWait() {
		mapper("safequeue.defaults.retry.max-retries=-1").applyDefaults(this.built.builder());
		BackOffExecution waits = retry().getBackOff().start();
		assertThat(LongStream.generate(waits::nextBackOff).limit(10_000)).containsOnly(1000L);
	}

	@Test
	void onlyWhatIsIncludedAndNotExcludedIsRetried() {
		mapper("safequeue.defaults.retry.max-retries=1",
				"safequeue.defaults.retry.includes=java.io.IOException,java.lang.IllegalStateException",
				"safequeue.defaults.retry.excludes=java.io.FileNotFoundException")
			.applyDefaults(this.built.builder());
		assertThat(retry().shouldRetry(new EOFException())).isTrue();
		assertThat(retry().shouldRetry(new IllegalStateException())).isTrue();
		assertThat(retry().shouldRetry(new FileNotFoundException())).isFalse();
		assertThat(retry().shouldRetry(new IllegalArgumentException())).isFalse();
	}

	@Test
	void includesAndExcludesOfTheQueueReplaceThoseOfTheDefaults() {
		mapper("safequeue.defaults.retry.max-retries=1", "safequeue.defaults.retry.includes=java.io.IOException",
				"safequeue.defaults.retry.excludes=java.io.EOFException",
				"safequeue.queues.orders.retry.includes=java.lang.IllegalStateException",
				"safequeue.queues.orders.retry.excludes=")
			.applyQueue("orders", this.built.builder());
		assertThat(retry().shouldRetry(new IllegalStateException(new EOFException()))).isTrue();
		assertThat(retry().shouldRetry(new IOException())).isFalse();
	}

	@Test
	void retryKeysWithoutMaxRetriesLeaveThePolicyOfTheCode() {
		mapper("safequeue.queues.orders.retry.delay=1ms").applyQueue("orders", this.built.builder());
		assertThat(this.built.get("retry")).isNull();
	}

	@Test
	void jitterStaysWithinItsBounds() {
		mapper("safequeue.queues.orders.retry.max-retries=1", "safequeue.queues.orders.retry.delay=1s",
				"safequeue.queues.orders.retry.jitter=100ms")
			.applyQueue("orders", this.built.builder());
		assertThat(retry().getBackOff().start().nextBackOff()).isBetween(900L, 1100L);
	}

	@Test
	void batchSizeOfTheQueueWinsOverTheAnnotationAndThisOverTheDefault() {
		QueuePropertiesMapper mapper = mapper("safequeue.queues.orders.batch-size=7",
				"safequeue.defaults.batch-size=5");
		assertThat(mapper.batchSize("orders", 6)).isEqualTo(7);
		assertThat(mapper.batchSize("invoices", 6)).isEqualTo(6);
		assertThat(mapper.batchSize("invoices", null)).isEqualTo(5);
	}

	@Test
	void virtualThreadsOfTheQueueWinOverCodeAndThisOverTheDefault() {
		QueuePropertiesMapper mapper = mapper("safequeue.queues.orders.virtual-threads=false",
				"safequeue.defaults.virtual-threads=true");
		assertThat(virtualThreads(mapper, "orders", true)).isFalse();
		assertThat(virtualThreads(mapper, "invoices", false)).isFalse();
		assertThat(virtualThreads(mapper, "invoices", null)).isTrue();
	}

	@Test
	void contextIsPropagatedAsTheQueueSaysElseTheCodeElseTheDefaultsElseTheApplication() {
		QueuePropertiesMapper mapper = mapper("safequeue.propagate-context=true",
				"safequeue.queues.orders.propagate-context=false");
		assertThat(propagateContext(mapper, "orders", true)).isFalse();
		assertThat(propagateContext(mapper, "invoices", false)).isFalse();
		assertThat(propagateContext(mapper, "invoices", null)).isTrue();
		assertThat(propagateContext(
				mapper("safequeue.propagate-context=true", "safequeue.defaults.propagate-context=false"), "orders",
				null))
			.isFalse();
		assertThat(propagateContext(mapper("safequeue.defaults.propagate-context=true"), "orders", null)).isTrue();
	}

	@Test
	void virtualThreadsFollowTheApplicationWhereTheJvmHasThem() {
		boolean available = Runtime.version().feature() >= 21;
		assertThat(virtualThreads(mapper("spring.threads.virtual.enabled=true"), "orders", null)).isEqualTo(available);
		assertThat(virtualThreads(
				mapper("spring.threads.virtual.enabled=true", "safequeue.defaults.virtual-threads=false"), "orders",
				null))
			.isFalse();
	}

	@Test
	void theHandlerIsFoundByTheQueuesName() {
		QueuePropertiesMapper mapper = mapper("safequeue.queues.order-lines.handler=lineHandler");
		assertThat(mapper.handler("orderLines")).isEqualTo("lineHandler");
		assertThat(mapper.handler("orders")).isNull();
	}

	@Test
	void environmentVariablesReachDeclaredQueuesWhateverTheirSpelling() {
		ConfigurableEnvironment environment = Environments.variables("SAFEQUEUE_QUEUES_SAFEQUEUE_CAPACITY=16",
				"SAFEQUEUE_QUEUES_ORDERLINES_RETRY_MAXRETRIES=1", "SAFEQUEUE_QUEUES_ORDERLINES_BATCHSIZE=9",
				"SAFEQUEUE_DEFAULTS_STUCKTHRESHOLD=7s");
		QueuePropertiesMapper mapper = new QueuePropertiesMapper(SafeQueueProperties.of(environment), environment);
		assertThat(mapper.queueNames(Set.of("safeQueue", "order-lines"))).containsExactly("order-lines", "safeQueue");
		mapper.applyQueue("safeQueue", this.built.builder());
		assertThat(this.built.get("capacity")).isEqualTo(16);
		mapper.applyQueue("order-lines", this.built.builder());
		assertThat(delays(retry())).containsExactly(1000, BackOffExecution.STOP);
		assertThat(mapper.batchSize("order-lines", null)).isEqualTo(9);
		mapper.applyDefaults(this.built.builder());
		assertThat(this.built.get("stuckThreshold")).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void environmentVariablesAndFilesAreOneSettingOfAQueue() {
		ConfigurableEnvironment environment = Environments.properties("safequeue.queues.order-lines.concurrency=3",
				"safequeue.queues.order-lines.capacity=8", "safequeue.queues.order-lines.handler=lines");
		Environments.addVariables(environment, "SAFEQUEUE_QUEUES_ORDERLINES_CAPACITY=16");
		QueuePropertiesMapper mapper = new QueuePropertiesMapper(SafeQueueProperties.of(environment), environment);
		assertThat(mapper.queueNames(Set.of())).containsExactly("order-lines");
		mapper.applyQueue("order-lines", this.built.builder());
		assertThat(this.built.values()).containsExactlyInAnyOrderEntriesOf(Map.of("capacity", 16, "concurrency", 3));
	}

	@Test
	void aNameThatNobodyDeclaresIsAQueue() {
		assertThat(mapper("safequeue.queues.orders.handler=h", "safequeue.queues.SafeQueue.capacity=1",
				"safequeue.queues[a.b].handler=h")
			.queueNames(Set.of("safeQueue", "audit"))).containsExactly("a.b", "audit", "orders", "safeQueue");
	}

	/** What a builder ends up with, set in the order in which builders are used. */
	private boolean virtualThreads(QueuePropertiesMapper mapper, String queue, @Nullable Boolean declared) {
		mapper.applyDefaults(this.built.builder());
		if (declared != null) {
			this.built.builder().virtualThreads(declared);
		}
		mapper.applyQueue(queue, this.built.builder());
		return Boolean.TRUE.equals(this.built.get("virtualThreads"));
	}

	private boolean propagateContext(QueuePropertiesMapper mapper, String queue, @Nullable Boolean declared) {
		mapper.applyDefaults(this.built.builder());
		if (declared != null) {
			this.built.builder().propagateContext(declared);
		}
		mapper.applyQueue(queue, this.built.builder());
		return Boolean.TRUE.equals(this.built.get("propagateContext"));
	}

	private RetryPolicy retry() {
		return (RetryPolicy) this.built.get("retry");
	}

	private static long[] delays(RetryPolicy policy) {
		BackOffExecution backOff = policy.getBackOff().start();
		LongStream.Builder delays = LongStream.builder();
		long delay;
		do {
			delay = backOff.nextBackOff();
			delays.add(delay);
		}
		while (delay != BackOffExecution.STOP);
		return delays.build().toArray();
	}

	private static QueuePropertiesMapper mapper(String... properties) {
		ConfigurableEnvironment environment = Environments.properties(properties);
		return new QueuePropertiesMapper(SafeQueueProperties.of(environment), environment);
	}

}
