/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.BatchFailedException;
import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.QueueLog;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.WorkHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many lines report dead letters that nothing takes.
 */
@Timeout(120)
class DeadLettersTests {

	private final Lines lines = new Lines();

	private SafeQueueBuilder builder(SafeQueueBuilder builder) {
		return builder.name("mails").log(this.lines).autoStartup(false);
	}

	private static void handle(CloseableSafeQueue<Object> queue, int items) throws InterruptedException {
		for (int i = 0; i < items; i++) {
			queue.offer(i);
		}
		queue.resume();
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(queue.snapshot().failed() + queue.snapshot().handled()).isEqualTo(items);
	}

	private static void fail(Object item) {
		throw new IllegalStateException("on purpose");
	}

	@Test
	void batchIsOneLineWithOneStackTrace() throws Exception {
		try (CloseableSafeQueue<Object> queue = builder(SafeQueues.builder()).batchHandler(DeadLettersTests::fail, 200)
			.retry(RetryPolicy.builder().maxRetries(1).delay(Duration.ZERO).build())
			.build()) {
			handle(queue, 200);
		}
		assertThat(this.lines.errors).singleElement().satisfies((line) -> {
			assertThat(line.message())
				.isEqualTo("Queue 'mails': 200 items (java.lang.Integer) failed for the last time (attempts: 2)");
			assertThat(line.cause()).isInstanceOf(IllegalStateException.class);
		});
	}

	@Test
	void itemsThatFailAlikeShareOneStackTrace() throws Exception {
		try (CloseableSafeQueue<Object> queue = builder(SafeQueues.builder()).handler((item) -> {
			if (item.equals(5)) {
				throw new IllegalStateException("elsewhere");
			}
			fail(item);
		}).build()) {
			handle(queue, 10);
		}
		assertThat(this.lines.errors).hasSize(10)
			.allSatisfy((line) -> assertThat(line.message()).contains("'mails'", "java.lang.Integer@", "attempts: 1"));
		assertThat(this.lines.errors.stream().filter((line) -> line.cause() != null)).hasSize(2);
		assertThat(this.lines.errors.get(9).message()).contains(IllegalStateException.class.getName(),
				"stack trace was logged");
	}

	@Test
	void stackTraceIsRepeatedAfterAMinute() {
		RepeatedFailures repeated = new RepeatedFailures();
		Throwable failure = new IllegalStateException(new IllegalArgumentException());
		long now = System.nanoTime();
		assertThat(repeated.isFirst(failure, now)).isTrue();
		assertThat(repeated.isFirst(failure, now + RepeatedFailures.MINUTE_NANOS - 1)).isFalse();
		assertThat(repeated.isFirst(failure, now + RepeatedFailures.MINUTE_NANOS)).isTrue();
		assertThat(repeated.isFirst(failure, now + RepeatedFailures.MINUTE_NANOS + 1)).isFalse();
	}

	@Test
	void thousandsOfFailuresAreAHundredLines() throws Exception {
		try (CloseableSafeQueue<Object> queue = builder(SafeQueues.builder()).handler((item) -> {
			if (item.equals(4000)) {
				throw new IllegalStateException("elsewhere");
			}
			fail(item);
		}).build()) {
			handle(queue, 5000);
		}
		assertThat(this.lines.errors).hasSize(LineLimit.LINES + 1);
		assertThat(this.lines.errors.get(LineLimit.LINES - 1).message()).endsWith("until the minute is over");
		assertThat(this.lines.errors.get(LineLimit.LINES)).satisfies((line) -> {
			assertThat(line.cause()).hasMessage("elsewhere");
			assertThat(line.message()).endsWith("; before it 3900 more items, not logged");
		});
	}

	@Test
	void linesAreWrittenAgainAfterAMinuteWithTheNumberOfThoseLeftOut() {
		LineLimit limit = new LineLimit();
		long now = System.nanoTime();
		for (int i = 1; i < LineLimit.LINES; i++) {
			assertThat(limit.next(1, false, now)).isEmpty();
		}
		assertThat(limit.next(1, false, now)).contains("until the minute is over");
		assertThat(limit.next(7, false, now)).isNull();
		assertThat(limit.next(5, false, now + LineLimit.MINUTE_NANOS - 1)).isNull();
		assertThat(limit.next(1, false, now + LineLimit.MINUTE_NANOS))
			.isEqualTo("; before it 12 more items, not logged");
		assertThat(limit.next(1, false, now + LineLimit.MINUTE_NANOS)).isEmpty();
	}

	@Test
	void itemThatFailsAloneIsALineOfItsOwn() throws Exception {
		WorkHandler<List<Object>> handler = (items) -> {
			if (items.contains(3)) {
				throw new BatchFailedException(items.indexOf(3), new IllegalStateException("on purpose"));
			}
		};
		try (CloseableSafeQueue<Object> queue = builder(SafeQueues.builder()).batchHandler(handler, 10).build()) {
			handle(queue, 10);
		}
		assertThat(this.lines.errors).extracting(Line::message)
			.singleElement()
			.asString()
			.contains("java.lang.Integer@");
	}

	@Test
	void handlerOfDeadLettersThatFailsIsHeardOnce() throws Exception {
		try (CloseableSafeQueue<Object> queue = builder(SafeQueues.builder()).batchHandler(DeadLettersTests::fail, 50)
			.deadLetterHandler(DeadLettersTests::fail)
			.build()) {
			handle(queue, 200);
		}
		assertThat(this.lines.errors.stream().filter((line) -> line.message().contains("dead-letter handler failed")))
			.hasSize(1);
		assertThat(this.lines.errors.stream().filter((line) -> line.message().contains("50 items"))).hasSize(4);
		assertThat(this.lines.errors).hasSize(5);
	}

	@Test
	void policyThatFailsIsHeardOnce() throws Exception {
		try (CloseableSafeQueue<Object> queue = builder(SafeQueues.builder()).handler(DeadLettersTests::fail)
			.deadLetterHandler((letter) -> {
			})
			.retry((failure) -> {
				throw new IllegalArgumentException("on purpose");
			})
			.build()) {
			handle(queue, 10);
		}
		assertThat(this.lines.errors).extracting(Line::message).singleElement().asString().contains("retry policy");
	}

	@Test
	void whatTheDeadLetterQueueRefusesIsOneLine() throws Exception {
		BiPredicate<String, DeadLetter<?>> fullAfterThree = (queue, letter) -> (Integer) letter.item() < 3;
		ManagedQueueBuilder managed = ManagedQueues.builder((builder) -> {
		}).deadLetterRouter(fullAfterThree);
		try (CloseableSafeQueue<Object> queue = builder(managed.settings()).batchHandler(DeadLettersTests::fail, 10)
			.deadLetterQueue("letters")
			.build()) {
			((ManagedQueue<Object>) queue).start();
			handle(queue, 10);
		}
		assertThat(this.lines.errors).extracting(Line::message).singleElement().asString().contains("7 items");
	}

	@Test
	void itemThatFailsForLongIsReportedOnceAMinute() {
		CloseableSafeQueue<Object> queue = builder(SafeQueues.builder()).handler(DeadLettersTests::fail).build();
		QueueCore core = ((DefaultSafeQueue<?>) queue).core();
		RetryLoop loop = new RetryLoop(core.settings, core.runState);
		InFlight inFlight = new InFlight("mails", 1);
		inFlight.assign("item");
		Retry retry = new Retry(new IllegalStateException("on purpose"));
		loop.report(inFlight, retry, 500);
		assertThat(this.lines.warnings).isEmpty();
		retry.start -= RetryLoop.REPORT_NANOS;
		loop.report(inFlight, retry, 500);
		loop.report(inFlight, retry, 500);
		assertThat(this.lines.warnings).singleElement()
			.asString()
			.contains("'mails'", "java.lang.String@", "attempts: 1", IllegalStateException.class.getName(), "500 ms")
			.doesNotContain("on purpose");
		queue.close();
	}

	private record Line(String message, @Nullable Throwable cause) {
	}

	private static final class Lines implements QueueLog {

		private final List<Line> errors = new CopyOnWriteArrayList<>();

		private final List<String> warnings = new CopyOnWriteArrayList<>();

		@Override
		public void info(String message) {
		}

		@Override
		public void warn(String message) {
			this.warnings.add(message);
		}

		@Override
		public void error(String message, @Nullable Throwable cause) {
			this.errors.add(new Line(message, cause));
		}

	}

}
