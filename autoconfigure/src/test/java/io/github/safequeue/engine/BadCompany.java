/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

import io.github.safequeue.WorkTimings;

/**
 * What stands around a handler and may be as bad as it.
 */
final class BadCompany {

	/** Records times, and fails in different ways. */
	static final WorkTimings TIMINGS = new WorkTimings() {

		@Override
		public void handling(String queue, long nanos) {
			throw new NoClassDefFoundError("on/purpose");
		}

		@Override
		public void waiting(String queue, long nanos) {
			Throwables.sneak(new Throwables.Unprintable());
		}

	};

	private BadCompany() {
	}

	/** What is reported of dead letters and of undelivered work, after it noted them. */
	enum Listener {

		GOOD, THROWS, THROWS_THE_SAME, INTERRUPTS_ITSELF, SUBMITS, CLOSES, BLOCKS, IGNORES_INTERRUPTS;

		void told(BadHandlerRun run) {
			switch (this) {
				case GOOD -> {
				}
				case THROWS -> Throwables.sneak(new Throwables.Unprintable());
				case THROWS_THE_SAME -> throw Throwables.SAME;
				case INTERRUPTS_ITSELF -> Thread.currentThread().interrupt();
				case SUBMITS -> run.offerMore(1);
				case CLOSES -> run.queue().close();
				case BLOCKS -> {
					try {
						run.released().await();
					}
					catch (InterruptedException ex) {
						throw new IllegalStateException(ex);
					}
				}
				case IGNORES_INTERRUPTS -> run.ignoreInterruptsUntilReleased();
			}
		}

		boolean sticks() {
			return this == BLOCKS || this == IGNORES_INTERRUPTS;
		}

	}

	/** Policies of retries, few of which work. */
	enum Policy {

		NONE, TWICE, THROWS, WITHOUT_BACK_OFF, BACK_OFF_THROWS, WITHOUT_TIMEOUT, NEGATIVE_DELAY, FOR_EVER, HOUR, BLOCKS;

		@Nullable RetryPolicy policy(BadHandlerRun run) {
			return switch (this) {
				case NONE -> null;
				case TWICE -> RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(1)).build();
				case THROWS -> (failure) -> {
					Throwables.sneak(new Throwables.Unprintable());
					return true;
				};
				case WITHOUT_BACK_OFF -> new Custom(() -> null);
				case BACK_OFF_THROWS -> new Custom(() -> {
					throw Throwables.SAME;
				});
				case WITHOUT_TIMEOUT -> new Custom(() -> (BackOff) () -> () -> 1) {

					@Override
					@SuppressWarnings("NullAway")
					public Duration getTimeout() {
						return null;
					}

				};
				case NEGATIVE_DELAY -> new Custom(() -> delays(Long.MIN_VALUE, 2));
				case FOR_EVER -> new Custom(() -> delays(0, Integer.MAX_VALUE));
				case HOUR -> new Custom(() -> delays(3_600_000, 2));
				case BLOCKS -> (failure) -> {
					run.ignoreInterruptsUntilReleased();
					return false;
				};
			};
		}

		private static BackOff delays(long millis, int times) {
			return () -> new BackOffExecution() {

				private int left = times;

				@Override
				public long nextBackOff() {
					this.left--;
					return (this.left >= 0) ? millis : STOP;
				}

			};
		}

		boolean sticks() {
			return this == FOR_EVER || this == HOUR || this == BLOCKS;
		}

	}

	private static class Custom implements RetryPolicy {

		private final Supplier<BackOff> backOff;

		Custom(Supplier<BackOff> backOff) {
			this.backOff = backOff;
		}

		@Override
		public boolean shouldRetry(Throwable failure) {
			return true;
		}

		@Override
		public BackOff getBackOff() {
			return this.backOff.get();
		}

	}

}
