/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OverflowLatch}.
 */
class OverflowLatchTests {

	private final AtomicBoolean room = new AtomicBoolean();

	private final AtomicInteger looks = new AtomicInteger();

	private final OverflowLatch latch = new OverflowLatch(() -> {
		this.looks.incrementAndGet();
		return this.room.get();
	});

	private final CallerState caller = new CallerState(0);

	@Test
	void onceThereWasNoRoomNobodyLooksUntilTheWriterOpens() {
		assertThat(this.latch.isOpen(this.caller)).isFalse();
		int before = this.looks.get();
		this.room.set(true);
		assertThat(this.latch.isOpen(this.caller)).isFalse();
		assertThat(this.latch.isOpen(new CallerState(1))).isFalse();
		assertThat(this.looks).hasValue(before);
		this.latch.open();
		assertThat(this.latch.isOpen(this.caller)).isTrue();
		assertThat(this.latch.isOpen(new CallerState(1))).isTrue();
	}

	@Test
	void whoShutsItAfterTheWriterLookedForTheLastTimeOpensItAgain() {
		OverflowLatch latch = new OverflowLatch(() -> this.looks.getAndIncrement() > 0);
		assertThat(latch.isOpen(this.caller)).isTrue();
		assertThat(latch.isOpen(this.caller)).isTrue();
	}

	@Test
	void aGateThatNoWriterOpensDoesNotStayShut() {
		assertThat(this.latch.isOpen(this.caller)).isFalse();
		this.room.set(true);
		int refused = 0;
		while (!this.latch.isOpen(this.caller)) {
			refused++;
			assertThat(refused).isLessThan(64);
		}
		assertThat(this.latch.isOpen(new CallerState(1))).as("not shut any more").isTrue();
	}

}
