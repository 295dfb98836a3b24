/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.github.safequeue.testing.Faults;

/**
 * What can go wrong around an asynchronous appender, played with one of ours or one of
 * Logback's. An outcome tells whether all that had to end did end in time.
 */
enum AppenderScenario {

	APPENDER_LOGS("the buffer is full, and the wrapped appender logs", (rig) -> {
		rig.wrapping((event) -> {
			rig.hold(event);
			if (!event.getMessage().equals("the appender says")) {
				rig.logger.warn("the appender says");
			}
		}).start();
		rig.fill(8);
		rig.gate.countDown();
		return within(rig,
				() -> rig.written.stream().filter((event) -> event.getMessage().equals("filling")).count() >= 7);
	}),

	HELPER_LOGS("the buffer is full, and a helper thread of the wrapped appender logs", (rig) -> {
		rig.wrapping((event) -> {
			rig.hold(event);
			if (!event.getMessage().equals("the helper says")) {
				CompletableFuture.runAsync(() -> rig.logger.warn("the helper says"), AppenderScenario::daemon).join();
			}
		}).start();
		rig.fill(8);
		rig.gate.countDown();
		return within(rig,
				() -> rig.written.stream().filter((event) -> event.getMessage().equals("filling")).count() >= 7);
	}),

	ARGUMENT_LOGS("the buffer is full, and toString of an argument logs", (rig) -> {
		rig.wrapping(rig::hold).start();
		rig.fill(8);
		return returns(rig, () -> rig.logger.warn("argument {}", new Object() {
			@Override
			public String toString() {
				rig.logger.warn("in toString");
				return "said";
			}
		}));
	}),

	CLEANER_LOGS("the buffer is full, and a Cleaner's callback logs", (rig) -> {
		rig.wrapping(rig::hold).start();
		rig.fill(8);
		Cleaner cleaner = Cleaner.create();
		AtomicBoolean first = new AtomicBoolean();
		cleaner.register(new Object(), () -> {
			first.set(true);
			rig.logger.warn("in a callback");
		});
		AtomicBoolean next = new AtomicBoolean();
		// Callbacks run one after the other: this one runs only if the first returned.
		return within(rig, () -> {
			if (first.get()) {
				cleaner.register(new Object(), () -> next.set(true));
			}
			System.gc();
			return next.get();
		});
	}),

	PRODUCERS_RACE_STOP("eight threads log to a buffer of two while the appender stops", null) {

		@Override
		Outcome play(Function<Integer, LogRig> rigs) {
			int stuck = 0;
			int rounds = Faults.scaled(3, 20);
			for (int round = 0; round < rounds; round++) {
				LogRig rig = rigs.apply(2);
				rig.wrapping((event) -> {
					pause(1);
					rig.written.add(event);
				}).start();
				stuck += playOnce(rig) ? 0 : 1;
			}
			return new Outcome(stuck == 0, (stuck == 0) ? "all returned, " + rounds + " times"
					: "a thread stuck, " + stuck + " times of " + rounds);
		}

		private boolean playOnce(LogRig rig) {
			AtomicBoolean go = new AtomicBoolean(true);
			List<Thread> producers = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				Thread producer = daemon(() -> {
					while (go.get()) {
						rig.logger.warn("racing");
					}
				});
				producers.add(producer);
			}
			boolean ended = within(rig, () -> rig.written.size() > 20) && returns(rig, rig::stop);
			go.set(false);
			return ended && within(rig, () -> producers.stream().noneMatch(Thread::isAlive));
		}

	},

	ERROR("the wrapped appender throws an Error; 20 threads log afterwards", (rig) -> {
		rig.wrapping((event) -> {
			if (event.getMessage().equals("bad")) {
				throw new AssertionError("on purpose");
			}
			rig.written.add(event);
		}).start();
		rig.logger.warn("bad");
		CountDownLatch returned = new CountDownLatch(20);
		for (int i = 0; i < 20; i++) {
			daemon(() -> {
				rig.logger.warn("good");
				returned.countDown();
			});
		}
		return within(rig, () -> returned.getCount() == 0 && !rig.written.isEmpty());
	}),

	FLUSH("200 events wait, 10 ms each, with the default time to flush", null) {

		@Override
		Outcome play(Function<Integer, LogRig> rigs) {
			LogRig rig = rigs.apply(256);
			if (!rig.isOurs()) {
				rig = LogRig.logbacks(256, 0, Duration.ofSeconds(1));
			}
			LogRig target = rig;
			target.wrapping((event) -> {
				pause(10);
				target.written.add(event);
			}).start();
			for (int i = 0; i < 200; i++) {
				target.logger.warn("waits");
			}
			target.stop();
			int written = target.written.size();
			return new Outcome(written == 200, written + " of 200 written");
		}

	};

	private final String title;

	@SuppressWarnings("ImmutableEnumChecker")
	private final Function<LogRig, Boolean> play;

	AppenderScenario(String title, Function<LogRig, Boolean> play) {
		this.title = title;
		this.play = play;
	}

	String title() {
		return this.title;
	}

	/**
	 * Play the scenario.
	 * @param rigs makes a rig with a buffer of some size
	 */
	Outcome play(Function<Integer, LogRig> rigs) {
		LogRig rig = rigs.apply(8);
		AtomicLong result = new AtomicLong(-1);
		Thread thread = daemon(() -> result.set(this.play.apply(rig) ? 1 : 0));
		join(thread, rig.limit().multipliedBy(2));
		boolean passed = result.get() == 1;
		if (passed) {
			rig.gate.countDown();
			rig.stop();
		}
		return new Outcome(passed, passed ? "goes on" : "stuck");
	}

	private static Thread daemon(Runnable action) {
		Thread thread = new Thread(action, "scenario");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static boolean returns(LogRig rig, Runnable action) {
		Thread thread = daemon(action);
		join(thread, rig.limit());
		return !thread.isAlive();
	}

	private static void join(Thread thread, Duration limit) {
		try {
			thread.join(limit.toMillis());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean within(LogRig rig, BooleanSupplier condition) {
		long end = System.nanoTime() + rig.limit().toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - end > 0) {
				return false;
			}
			pause(5);
		}
		return true;
	}

	static void pause(long millis) {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	/**
	 * What became of a scenario.
	 *
	 * @param passed whether all ended in time
	 * @param words what happened
	 */
	record Outcome(boolean passed, String words) {
	}

}
