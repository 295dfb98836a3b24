/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What a handler may do to its queue. Most of it is done by those calls only that have a
 * bad item.
 */
enum BadHandler {

	EXCEPTION {
		@Override
		void handle(BadHandlerRun run) {
			throw new IllegalArgumentException("on purpose");
		}
	},

	CHECKED_EXCEPTION {
		@Override
		void handle(BadHandlerRun run) {
			Throwables.sneak(new IOException("on purpose"));
		}
	},

	NO_CLASS {
		@Override
		void handle(BadHandlerRun run) {
			throw new NoClassDefFoundError("on/purpose");
		}
	},

	NO_MEMORY {
		@Override
		void handle(BadHandlerRun run) {
			throw new OutOfMemoryError("on purpose");
		}
	},

	@SuppressWarnings("removal")
	THREAD_DEATH {
		@Override
		void handle(BadHandlerRun run) {
			throw new ThreadDeath();
		}
	},

	NO_STACK {
		@Override
		void handle(BadHandlerRun run) {
			deeper(0);
		}

		@SuppressWarnings("InfiniteRecursion")
		private int deeper(int depth) {
			return deeper(depth + 1) + depth;
		}
	},

	UNPRINTABLE {
		@Override
		void handle(BadHandlerRun run) {
			Throwables.sneak(new Throwables.Unprintable());
		}
	},

	CIRCULAR {
		@Override
		void handle(BadHandlerRun run) {
			IllegalStateException one = new IllegalStateException("one");
			IllegalStateException other = new IllegalStateException("other", one);
			one.initCause(other);
			one.addSuppressed(other);
			throw one;
		}
	},

	ALWAYS_THE_SAME {
		@Override
		void handle(BadHandlerRun run) {
			throw Throwables.SAME;
		}
	},

	INTERRUPTED_EXCEPTION {
		@Override
		void handle(BadHandlerRun run) throws Exception {
			Thread.currentThread().interrupt();
			Thread.sleep(1_000);
		}
	},

	INTERRUPTS_ITSELF {
		@Override
		void handle(BadHandlerRun run) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("on purpose");
		}
	},

	SPOILS_ITS_THREAD {
		@Override
		void handle(BadHandlerRun run) {
			Thread thread = Thread.currentThread();
			thread.setName("spoilt");
			thread.setContextClassLoader(null);
			thread.setUncaughtExceptionHandler((ended, ex) -> {
				throw new IllegalStateException("on purpose");
			});
			thread.interrupt();
		}
	},

	FILLS_ITS_QUEUE {
		@Override
		void handle(BadHandlerRun run) {
			run.offerMore(200);
		}
	},

	FILLS_ITS_QUEUE_BY_A_HELPER {
		@Override
		void handle(BadHandlerRun run) throws Exception {
			Throwables.helper(() -> run.offerMore(100)).join();
		}
	},

	AWAITS_ITS_QUEUE {
		@Override
		void handle(BadHandlerRun run) throws Exception {
			run.queue().awaitQuiescence(Duration.ofDays(1));
		}
	},

	AWAITS_ITS_QUEUE_BY_A_HELPER {
		@Override
		void handle(BadHandlerRun run) throws Exception {
			Throwables.helper(() -> {
				try {
					run.queue().awaitQuiescence(Duration.ofMillis(2));
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}).join();
		}
	},

	CLOSES_ITS_QUEUE {
		@Override
		void handle(BadHandlerRun run) {
			run.queue().close();
		}

		@Override
		boolean closes() {
			return true;
		}
	},

	CLOSES_ITS_QUEUE_BY_A_HELPER {
		@Override
		void handle(BadHandlerRun run) throws Exception {
			Throwables.helper(run.queue()::close).join();
		}

		@Override
		boolean closes() {
			return true;
		}

		@Override
		boolean sticks() {
			return true;
		}
	},

	NEVER_RETURNS {
		@Override
		void handle(BadHandlerRun run) throws Exception {
			run.released().await();
		}

		@Override
		boolean sticks() {
			return true;
		}
	},

	IGNORES_INTERRUPTS {
		@Override
		void handle(BadHandlerRun run) {
			run.ignoreInterruptsUntilReleased();
		}

		@Override
		boolean sticks() {
			return true;
		}
	},

	BURNS_A_CORE {
		@Override
		void handle(BadHandlerRun run) {
			while (run.released().getCount() > 0) {
				// A virtual thread that never parks would keep its carrier.
				LockSupport.parkNanos(1);
			}
		}

		@Override
		boolean sticks() {
			return true;
		}
	};

	/** Handle a bad item. */
	abstract void handle(BadHandlerRun run) throws Exception;

	/** Whether the handler may stay away until the test releases it. */
	boolean sticks() {
		return false;
	}

	/** Whether the handler closes the queue. */
	boolean closes() {
		return false;
	}

}
