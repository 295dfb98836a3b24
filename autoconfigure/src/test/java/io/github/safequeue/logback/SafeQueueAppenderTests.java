/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.safequeue.testing.Race;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SafeQueueAppender}.
 */
@Timeout(120)
class SafeQueueAppenderTests {

	private static final Duration FLUSH = Duration.ofSeconds(20);

	private static LogRig rig(int queueSize) {
		return LogRig.ours(queueSize, 0, FLUSH);
	}

	private static void await(org.awaitility.core.ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
	}

	@Test
	void writesInOrderWhatWasLoggedAndStopsWhatItWraps() {
		LogRig rig = rig(1024).start();
		IntStream.range(0, 500).forEach((i) -> rig.logger.info("event {}", i));
		var target = rig.safe().getAppender("target");
		rig.stop();
		assertThat(rig.written).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactlyElementsOf(IntStream.range(0, 500).mapToObj((i) -> "event " + i).toList());
		assertThat(rig.safe().isStarted()).isFalse();
		assertThat(target.isStarted()).isFalse();
		assertThat(rig.safe().iteratorForAppenders().hasNext()).isFalse();
	}

	@Test
	void takesThreadMdcAndArgumentsFromWhoLogs() {
		LogRig rig = rig(16).wrapping((event) -> {
		}).start();
		List<String> seen = new ArrayList<>();
		AtomicReference<String> argumentRead = new AtomicReference<>();
		rig.wrapping((event) -> {
			seen.add(event.getFormattedMessage() + " " + event.getThreadName() + " " + event.getMDCPropertyMap());
			rig.written.add(event);
		});
		rig.context.getMDCAdapter().put("order", "7");
		try {
			rig.logger.info("order {}", new Object() {
				@Override
				public String toString() {
					argumentRead.set(Thread.currentThread().getName());
					return "seven";
				}
			});
		}
		finally {
			rig.context.getMDCAdapter().clear();
		}
		rig.stop();
		String here = Thread.currentThread().getName();
		assertThat(seen).containsExactly("order seven " + here + " {order=7}");
		assertThat(argumentRead).hasValue(here);
	}

	@Test
	void anEventThatCannotBePreparedIsDroppedCountedAndExplained() {
		LogRig rig = rig(16).start();
		rig.context.setMDCAdapter(null);
		rig.logger.error("no MDC");
		rig.context.setMDCAdapter(new LogbackMDCAdapter());
		rig.logger.info("fine");
		rig.stop();
		assertThat(rig.droppedByLevel()).containsEntry("ERROR", 1L);
		assertThat(rig.writtenByApp()).isEqualTo(1);
		assertThat(rig.announcements()).singleElement().asString().contains("1 log event was dropped");
		assertThat(rig.statuses()).anyMatch((status) -> status.contains("could not be prepared"));
	}

	@Test
	void takesCallerDataOnlyIfAskedFor() {
		for (boolean asked : new boolean[] { false, true }) {
			LogRig rig = rig(16);
			rig.safe().setIncludeCallerData(asked);
			AtomicReference<String> caller = new AtomicReference<>("");
			rig.wrapping((event) -> caller.set(event.getCallerData()[0].getMethodName())).start();
			rig.logger.info("who?");
			rig.stop();
			assertThat(caller.get().equals("takesCallerDataOnlyIfAskedFor")).isEqualTo(asked);
		}
	}

	@Test
	void dropsAreCountedByLevelAndAnnouncedByOneEvent() {
		LogRig rig = rig(8);
		rig.wrapping(rig::hold).start();
		rig.fill(8);
		rig.logger.trace("dropped");
		rig.logger.info("dropped");
		rig.logger.info("dropped");
		rig.logger.error("dropped");
		assertThat(rig.droppedByLevel()).containsEntry("TRACE", 1L)
			.containsEntry("DEBUG", 0L)
			.containsEntry("INFO", 2L)
			.containsEntry("WARN", 0L)
			.containsEntry("ERROR", 1L);
		rig.gate.countDown();
		await(() -> assertThat(rig.announcements()).hasSize(1));
		rig.logger.info("later");
		rig.stop();
		assertThat(rig.announcements()).singleElement().asString().contains("4 log events").contains("INFO 2");
		assertThat(rig.written.get(9).getLevel()).isEqualTo(Level.WARN);
		assertThat(rig.written.get(9).getLoggerName()).as("after all that waited")
			.isEqualTo(SafeQueueAppender.class.getName());
		assertThat(rig.writtenByApp()).isEqualTo(10);
	}

	@Test
	void belowTheThresholdTraceToInfoGoFirst() {
		LogRig rig = LogRig.ours(8, 3, FLUSH);
		rig.wrapping(rig::hold).start();
		rig.fill(5);
		rig.logger.info("kept");
		rig.logger.info("dropped");
		rig.logger.debug("dropped");
		rig.logger.warn("kept");
		rig.logger.error("kept");
		rig.logger.error("dropped");
		assertThat(rig.droppedByLevel()).containsEntry("INFO", 1L)
			.containsEntry("DEBUG", 1L)
			.containsEntry("ERROR", 1L);
		rig.gate.countDown();
		rig.stop();
		assertThat(rig.writtenByApp()).isEqualTo(9);
	}

	@Test
	void aFifthOfTheBufferIsKeptForWarningsUnlessToldOtherwise() {
		SafeQueueAppender appender = new SafeQueueAppender();
		assertThat(appender.getQueueSize()).isEqualTo(8192);
		assertThat(appender.getFlushTimeout().getMilliseconds()).isEqualTo(10_000);
		LogRig rig = LogRig.ours(16, -1, FLUSH);
		rig.wrapping(rig::hold).start();
		rig.fill(0);
		IntStream.range(0, 20).forEach((i) -> rig.logger.info("info"));
		assertThat(rig.safe().getNumberOfElementsInQueue()).isEqualTo(14);
		rig.gate.countDown();
		rig.stop();
	}

	@Test
	void anArgumentThatLogsItselfComesToAnEnd() {
		LogRig rig = rig(64).start();
		rig.logger.info("{}", new Object() {
			@Override
			public String toString() {
				rig.logger.info("again {}", this);
				return "once";
			}
		});
		rig.stop();
		assertThat(rig.writtenByApp()).isEqualTo(8);
		assertThat(rig.dropped()).isEqualTo(1);
	}

	@Test
	void nothingIsLostOrWrittenTwiceWhenEightThreadsLogWhileItStops() throws Exception {
		for (int round = 0; round < 20; round++) {
			LogRig rig = rig(16).start();
			AtomicLong logged = new AtomicLong();
			AtomicBoolean go = new AtomicBoolean(true);
			Race race = new Race();
			for (int i = 0; i < 8; i++) {
				race.with(() -> {
					while (go.get()) {
						logged.incrementAndGet();
						rig.logger.warn("racing");
					}
				});
			}
			race.with(() -> {
				await(() -> assertThat(rig.written).hasSizeGreaterThan(200));
				rig.stop();
				go.set(false);
			}).run();
			long afterStop = logged.get() - rig.writtenByApp() - rig.dropped();
			// What is logged once it has stopped is nobody's.
			assertThat(afterStop).isNotNegative();
			assertThat(rig.writtenByApp()).isPositive();
		}
	}

	@Test
	void anErrorInAWrappedAppenderEndsNothingAndTheOthersGetTheEvent() {
		LogRig rig = rig(16).wrapping((event) -> {
			throw new NoClassDefFoundError("on purpose");
		}).start();
		List<String> other = new ArrayList<>();
		AppenderBase<ILoggingEvent> second = new AppenderBase<>() {
			@Override
			protected void append(ILoggingEvent event) {
				other.add(event.getMessage());
			}
		};
		second.setContext(rig.context);
		second.start();
		rig.safe().addAppender(second);
		IntStream.range(0, 10).forEach((i) -> rig.logger.info("event"));
		await(() -> assertThat(rig.safe().snapshot().failed()).isEqualTo(10));
		rig.stop();
		assertThat(other).hasSize(10);
		assertThat(rig.statuses()).filteredOn((status) -> status.contains("a wrapped appender failed")).hasSize(3);
	}

	@Test
	void whatIsLeftAtTheEndOfTheFlushTimeoutIsTold() {
		LogRig rig = LogRig.ours(64, 0, Duration.ofMillis(50));
		AtomicBoolean first = new AtomicBoolean(true);
		rig.wrapping((event) -> {
			if (first.getAndSet(false)) {
				rig.hold(event);
			}
			else {
				rig.written.add(event);
			}
		}).start();
		rig.fill(10);
		rig.logger.info("waits");
		rig.stop();
		assertThat(rig.statuses())
			.anySatisfy((status) -> assertThat(status).contains("11 log events were accepted and not written")
				.contains("INFO 1, WARN 10"));
		assertThat(rig.announcements()).singleElement().asString().contains("11 log events");
		assertThat(rig.safe().isStarted()).isFalse();
		rig.gate.countDown();
	}

	@Test
	void stoppingReturnsThoughAWrappedAppenderHoldsItsLockForEver() {
		LogRig rig = LogRig.ours(64, 0, Duration.ofMillis(50));
		rig.wrapping(rig::hold).startLocking();
		rig.fill(10);
		long start = System.nanoTime();
		rig.stop();
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		assertThat(took).isLessThan(Duration.ofSeconds(30));
		assertThat(rig.statuses()).anySatisfy((status) -> assertThat(status).contains("does not return"))
			.anySatisfy((status) -> assertThat(status).contains("1 log events may not be written"))
			.anySatisfy((status) -> assertThat(status).contains("log events were accepted and not written"));
		rig.gate.countDown();
	}

	@Test
	void theWritersOwnEventsDoNotKeepItFromStopping() {
		LogRig rig = rig(16);
		AtomicInteger calls = new AtomicInteger();
		rig.wrapping((event) -> {
			calls.incrementAndGet();
			rig.logger.warn("one more");
		}).start();
		rig.logger.warn("first");
		await(() -> assertThat(calls).hasValueGreaterThan(100));
		rig.stop();
		assertThat(rig.statuses()).noneMatch((status) -> status.contains("not written"));
	}

	@Test
	void aWrappedAppenderMayStopIt() {
		LogRig rig = rig(16);
		CountDownLatch stopped = new CountDownLatch(1);
		rig.wrapping((event) -> {
			rig.stop();
			stopped.countDown();
		}).startLocking();
		rig.logger.info("stop");
		await(() -> assertThat(stopped.getCount()).isZero());
		assertThat(rig.safe().isStarted()).isFalse();
	}

	@Test
	void stoppingKeepsTheInterruptFlagAndFlushesAllTheSame() {
		LogRig rig = rig(1024).start();
		IntStream.range(0, 500).forEach((i) -> rig.logger.info("event {}", i));
		Thread.currentThread().interrupt();
		rig.stop();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(rig.written).hasSize(500);
	}

	@Test
	void flushWaitsForWhatWasLogged() {
		LogRig rig = rig(1024).start();
		IntStream.range(0, 500).forEach((i) -> rig.logger.info("event {}", i));
		assertThat(rig.safe().flush()).isTrue();
		assertThat(rig.written).hasSize(500);
		rig.stop();
		assertThat(rig.safe().flush()).isTrue();
	}

	@Test
	void flushDoesNotWaitOnTheThreadThatWrites() {
		LogRig rig = rig(16);
		AtomicReference<Boolean> flushed = new AtomicReference<>();
		rig.wrapping((event) -> flushed.set(rig.safe().flush())).start();
		rig.logger.info("flush");
		await(() -> assertThat(flushed).hasValue(false));
		rig.stop();
		assertThat(rig.statuses()).noneMatch((status) -> status.contains("a wrapped appender failed"));
	}

	@Test
	void aBufferThatWasFullTakesAllAgainOnceItHasRunEmpty() {
		LogRig rig = rig(1024);
		rig.wrapping(rig::hold).start();
		for (int round = 0; round < 3; round++) {
			rig.fill(1024);
			rig.logger.error("dropped");
			rig.logger.info("dropped");
			rig.gate.countDown();
			await(() -> assertThat(rig.safe().getNumberOfElementsInQueue()).isZero());
			assertThat(rig.safe().flush()).isTrue();
			long dropped = rig.dropped();
			assertThat(dropped).isGreaterThanOrEqualTo(2);
			for (int i = 0; i < 60; i++) {
				rig.logger.info("taken");
				rig.logger.error("taken");
			}
			assertThat(rig.dropped()).isEqualTo(dropped);
		}
		rig.stop();
		assertThat(rig.announcements()).isNotEmpty();
	}

	@Test
	void filtersAreAsked() {
		LogRig rig = rig(16).start();
		rig.safe().addFilter(new Filter<>() {
			@Override
			public FilterReply decide(ILoggingEvent event) {
				return event.getMessage().equals("secret") ? FilterReply.DENY : FilterReply.NEUTRAL;
			}
		});
		rig.logger.info("secret");
		rig.logger.info("open");
		rig.stop();
		assertThat(rig.written).extracting(ILoggingEvent::getMessage).containsExactly("open");
		assertThat(rig.dropped()).isZero();
	}

	@Test
	void doesNotStartWithoutAnAppenderOrWithABadSize() {
		SafeQueueAppender alone = new SafeQueueAppender();
		LogRig rig = rig(16);
		alone.setContext(rig.context);
		alone.setName("alone");
		alone.start();
		assertThat(alone.isStarted()).isFalse();
		alone.doAppend(LogRig.event(rig.logger, Level.INFO, "nowhere"));
		alone.doAppend(LogRig.event(rig.logger, Level.INFO, "nowhere"));
		rig.safe().setQueueSize(0);
		rig.start();
		assertThat(rig.safe().isStarted()).isFalse();
		assertThat(rig.statuses()).anyMatch((status) -> status.contains("'alone' is not started: it wraps no appender"))
			.anyMatch((status) -> status.contains("queueSize must be between 1 and"))
			.satisfiesOnlyOnce((status) -> assertThat(status).contains("events are not written"));
	}

}
