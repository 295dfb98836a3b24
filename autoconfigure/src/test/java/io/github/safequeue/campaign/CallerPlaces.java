package io.github.safequeue.campaign;

import java.lang.ref.Cleaner;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import io.github.safequeue.testing.ForkedJvm;

/**
 * The places where little is allowed.
 */
final class CallerPlaces {

	private static final long SMALL_STACK = 256 * 1024;

	private static final Map<ThreadKind, Cleaner> cleaners = new ConcurrentHashMap<>();

	private static final AtomicReference<Runnable> onSignal = new AtomicReference<>(() -> {
	});

	private static @Nullable Object signal;

	private CallerPlaces() {
	}

	static void cleaner(CallerWorld world, Burst burst) throws InterruptedException {
		CountDownLatch cleaned = new CountDownLatch(1);
		cleaners.computeIfAbsent(world.kind(), (kind) -> Cleaner.create(kind.factory())).register(new Object(), () -> {
			burst.run();
			cleaned.countDown();
		});
		collectUntil(cleaned);
	}

	static void finalizer(CallerWorld world, Burst burst) throws InterruptedException {
		CountDownLatch cleaned = new CountDownLatch(1);
		new Finalized(burst, cleaned);
		collectUntil(cleaned);
	}

	private static void collectUntil(CountDownLatch cleaned) throws InterruptedException {
		long start = System.nanoTime();
		do {
			System.gc();
		}
		while (!cleaned.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)
				&& System.nanoTime() - start < ForkedJvm.LIMIT.toNanos() / 2);
	}

	/** A signal that does nothing where nobody handles it. */
	static void signal(CallerWorld world, Burst burst) throws ReflectiveOperationException, InterruptedException {
		onSignal.set(burst::run);
		Object raised = signal();
		raised.getClass().getMethod("raise", raised.getClass()).invoke(null, raised);
		burst.awaitEnd();
	}

	/** By reflection: the compiler warns of what is not part of Java SE. */
	private static synchronized Object signal() throws ReflectiveOperationException {
		Object known = signal;
		if (known != null) {
			return known;
		}
		Class<?> type = Class.forName("sun.misc.Signal");
		Class<?> handler = Class.forName("sun.misc.SignalHandler");
		Object handling = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] { handler },
				(proxy, method, args) -> {
					onSignal.get().run();
					return null;
				});
		Object created = type.getConstructor(String.class).newInstance("WINCH");
		type.getMethod("handle", type, handler).invoke(null, created, handling);
		signal = created;
		return created;
	}

	static void printed(CallerWorld world, Burst burst) {
		String text = new ArrayList<>(List.of("before", new Telling(burst))).toString();
		if (!text.equals("[before, told]")) {
			throw new IllegalStateException(text);
		}
	}

	static void compared(CallerWorld world, Burst burst) {
		Map<Telling, String> map = new HashMap<>();
		map.put(new Telling(burst), "first");
		map.put(new Telling(burst), "second");
	}

	static void sorted(CallerWorld world, Burst burst) {
		List<Integer> numbers = new ArrayList<>(List.of(3, 1, 2));
		numbers.sort((a, b) -> {
			burst.run();
			return Integer.compare(a, b);
		});
	}

	static void appender(CallerWorld world, Burst burst) {
		Logger logger = (Logger) LoggerFactory.getLogger("campaign.audit");
		logger.setAdditive(false);
		AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
			@Override
			protected void append(ILoggingEvent event) {
				burst.run();
			}
		};
		appender.setContext(logger.getLoggerContext());
		appender.start();
		logger.addAppender(appender);
		logger.error("submit");
		logger.detachAppender(appender);
	}

	/** Each carrier has a virtual thread that spins; one of them submits meanwhile. */
	static void busyCarriers(CallerWorld world, Burst burst) throws InterruptedException {
		int carriers = Integer.getInteger("jdk.virtualThreadScheduler.parallelism",
				Runtime.getRuntime().availableProcessors());
		CountDownLatch busy = new CountDownLatch(carriers);
		CountDownLatch over = new CountDownLatch(1);
		for (int i = 0; i < carriers; i++) {
			boolean submits = i == 0;
			ThreadKind.VIRTUAL.start(() -> {
				busy.countDown();
				spinUntilZero(busy);
				if (submits) {
					try {
						burst.run();
					}
					finally {
						over.countDown();
					}
				}
				spinUntilZero(over);
			});
		}
		Courier.await(over, "the submissions to return");
	}

	private static void spinUntilZero(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			Thread.onSpinWait();
		}
	}

	static void interrupted(CallerWorld world, Burst burst) {
		Thread.currentThread().interrupt();
		boolean kept;
		try {
			burst.run();
		}
		finally {
			kept = Thread.interrupted();
		}
		if (!kept) {
			throw new IllegalStateException("the interrupt flag is gone");
		}
	}

	static void littleStack(CallerWorld world, Burst burst) throws InterruptedException {
		Runnable task = () -> {
			dive(burst);
			burst.finish();
		};
		Thread thread;
		if (world.kind() == ThreadKind.VIRTUAL) {
			thread = ThreadKind.VIRTUAL.start(task);
		}
		else {
			thread = new Thread(null, task, "diver", SMALL_STACK);
			thread.setDaemon(true);
			thread.start();
		}
		thread.join(ForkedJvm.LIMIT.toMillis() / 2);
	}

	/** Submits one item a frame on the way up, from the frame where the stack ended. */
	@SuppressWarnings("InfiniteRecursion") // ends where the stack does
	private static void dive(Burst burst) {
		try {
			dive(burst);
		}
		catch (StackOverflowError ex) {
			// The bottom.
		}
		try {
			if (!burst.isOver()) {
				burst.step();
			}
		}
		catch (StackOverflowError ex) {
			// No answer.
		}
	}

	/**
	 * Submits when it is looked at.
	 */
	private static final class Telling {

		private final Burst burst;

		Telling(Burst burst) {
			this.burst = burst;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			this.burst.run();
			return this == other;
		}

		@Override
		public int hashCode() {
			return 1;
		}

		@Override
		public String toString() {
			this.burst.run();
			return "told";
		}

	}

	/**
	 * Submits when it is collected.
	 */
	private static final class Finalized {

		private final Burst burst;

		private final CountDownLatch cleaned;

		Finalized(Burst burst, CountDownLatch cleaned) {
			this.burst = burst;
			this.cleaned = cleaned;
		}

		@Override
		@SuppressWarnings({ "deprecation", "removal", "Finalize" })
		protected void finalize() {
			this.burst.run();
			this.cleaned.countDown();
		}

	}

}
