/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogWriter}: when it checks what was dropped.
 */
class LogWriterTests {

	private static final int PORTION = 16;

	private final WrappedAppenders appenders = new WrappedAppenders();

	private final DropCounts dropped = new DropCounts();

	private final List<Integer> seenWaiting = new ArrayList<>();

	private final List<String> written = new ArrayList<>();

	private final LogWriter writer = new LogWriter(this.appenders, this.dropped, this::look, () -> {
	}, () -> {
	}, PORTION, null, "test");

	private int waiting;

	private int look() {
		this.seenWaiting.add(this.waiting);
		return this.waiting;
	}

	private void append(Runnable writing) {
		UnsynchronizedAppenderBase<ILoggingEvent> appender = new UnsynchronizedAppenderBase<>() {
			@Override
			protected void append(ILoggingEvent event) {
				writing.run();
				LogWriterTests.this.written.add(event.getFormattedMessage());
			}
		};
		appender.start();
		this.appenders.addAppender(appender);
	}

	private void handle(int events) throws Exception {
		this.waiting = events;
		for (int i = 0; i < events; i++) {
			LoggingEvent event = new LoggingEvent();
			event.setLevel(Level.INFO);
			event.setMessage("event");
			this.waiting--;
			this.writer.handle(event);
		}
	}

	@Test
	void looksAroundAfterTheLastThatWaitedHoweverManyDid() throws Exception {
		append(() -> {
		});
		for (int events : IntStream.rangeClosed(1, 100).toArray()) {
			handle(events);
			assertThat(this.seenWaiting).last().as("of %d", events).isEqualTo(0);
			this.seenWaiting.clear();
		}
	}

	@Test
	void looksAroundSeldomWhileMoreWaitsAndAtLeastOncePerPortion() throws Exception {
		append(() -> {
		});
		handle(10_000);
		assertThat(this.seenWaiting).hasSizeBetween(10_000 / PORTION, 5_000);
	}

	@Test
	void looksAroundAfterEachEventWhileAppendersAreSlow() throws Exception {
		append(() -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20)));
		handle(20);
		assertThat(this.seenWaiting).hasSizeGreaterThanOrEqualTo(18);
	}

	@Test
	void announcesBehindWhatWaited() throws Exception {
		append(() -> {
		});
		handle(1);
		this.dropped.count(Level.WARN, 7);
		handle(1_001);
		assertThat(this.written).hasSize(1_003).last().asString().contains("1 log event was dropped");
	}

	@Test
	void looksAroundWhenTold() throws Exception {
		append(() -> {
		});
		this.waiting = 1_000;
		this.writer.handle(LogWriter.LOOK);
		this.dropped.count(Level.INFO, 0);
		this.waiting = 0;
		this.writer.handle(LogWriter.LOOK);
		assertThat(this.written).singleElement().asString().contains("1 log event was dropped");
	}

}
