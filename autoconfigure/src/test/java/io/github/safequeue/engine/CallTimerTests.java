/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.safequeue.testing.Faults;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whom the timer of calls interrupts.
 */
@Timeout(120)
class CallTimerTests {

	private final CallTimer timer = new CallTimer(Duration.ofNanos(1));

	@AfterEach
	void takeInterruptsBack() {
		Thread.interrupted();
	}

	private void look() {
		this.timer.look(System.nanoTime() + 1);
	}

	@Test
	void interruptsOnce() {
		this.timer.begin();
		look();
		assertThat(Thread.interrupted()).isTrue();
		look();
		assertThat(Thread.interrupted()).isFalse();
		assertThat(this.timer.end()).isTrue();
	}

	@Test
	void interruptEndsWithTheCall() {
		this.timer.begin();
		look();
		assertThat(this.timer.end()).isTrue();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		look();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		this.timer.begin();
		assertThat(this.timer.end()).isFalse();
	}

	@Test
	void callWithinItsTimeIsLeftAlone() {
		CallTimer patient = new CallTimer(Duration.ofSeconds(Long.MAX_VALUE));
		patient.begin();
		patient.look(System.nanoTime() + Duration.ofDays(365).toNanos());
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		assertThat(patient.end()).isFalse();
	}

	@Test
	void interruptOfAnotherIsKept() {
		this.timer.begin();
		Thread.currentThread().interrupt();
		assertThat(this.timer.end()).isFalse();
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
	}

	@Test
	void neverInterruptsWhatFollowsTheCall() throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		Thread watchdog = new Thread(() -> {
			while (!over.get()) {
				look();
			}
		});
		watchdog.start();
		int interrupted = 0;
		for (int i = 0; i < Faults.scaled(200_000, 20_000_000); i++) {
			this.timer.begin();
			Thread.onSpinWait();
			interrupted += (this.timer.end()) ? 1 : 0;
			assertThat(Thread.currentThread().isInterrupted()).as("call %d", i).isFalse();
		}
		over.set(true);
		watchdog.join();
		assertThat(interrupted).isPositive();
	}

}
