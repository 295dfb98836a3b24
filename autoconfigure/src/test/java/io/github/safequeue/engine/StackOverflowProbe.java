package io.github.safequeue.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.safequeue.testing.Fates;

/**
 * Offers with less and less of the stack left, and tells whether the queue survived.
 */
final class StackOverflowProbe {

	private static final long RUN_NANOS = 1_500_000_000L;

	/** How many frames above the overflow offers are made. */
	private static final int FRAMES = 200;

	private final DefaultSafeQueue<Object> queue;

	private final AtomicInteger accepted = new AtomicInteger();

	private final AtomicInteger overflows = new AtomicInteger();

	private int frames;

	private StackOverflowProbe(DefaultSafeQueue<Object> queue) {
		this.queue = queue;
	}

	@SuppressWarnings("unchecked")
	public static void main(String[] args) throws Exception {
		AtomicLong handled = new AtomicLong();
		Settings settings = Fixtures.settings(1024, (args[0].equals("several")) ? 3 : 1, new Fates());
		DefaultSafeQueue<Object> queue;
		if (args[0].equals("lanes")) {
			queue = (DefaultSafeQueue<Object>) Fixtures.managed()
				.name("q")
				.concurrency(2)
				.key((item) -> item)
				.handler((item) -> handled.incrementAndGet())
				.<Object>build();
		}
		else {
			Inbox inbox = switch (args[0]) {
				case "linked" -> new LinkedInbox();
				case "method-call" -> new BrokenInboxes.PublishesByMethodCall();
				default -> new RingInbox(1024);
			};
			queue = new DefaultSafeQueue<>(settings, (item) -> handled.incrementAndGet(), Duration.ZERO, inbox);
		}
		queue.start();
		StackOverflowProbe probe = new StackOverflowProbe(queue);
		long start = System.nanoTime();
		boolean quiet = true;
		for (int round = 0; quiet && (round < 20 || System.nanoTime() - start < RUN_NANOS); round++) {
			int shift = round;
			Thread thread = new Thread(null, () -> probe.shift(shift % 16), "diver", 256 * 1024);
			thread.start();
			thread.join();
			quiet = queue.awaitQuiescence(Duration.ofSeconds(5));
		}
		System.out.printf("accepted %d, told so %d, handled %d, overflows %d: %s%n", queue.snapshot().accepted(),
				probe.accepted.get(), handled.get(), probe.overflows.get(),
				(quiet && probe.overflows.get() > 0 && handled.get() >= probe.accepted.get()
						&& handled.get() == queue.snapshot().accepted()) ? "sound" : "wedged");
		System.exit(0);
	}

	/** Moves the frames below by parts of one, round by round. */
	private long shift(int more) {
		long a = more;
		long b = a + 1;
		if (more > 0) {
			return shift(more - 1) + b;
		}
		this.frames = 0;
		dive();
		return a + b;
	}

	@SuppressWarnings("InfiniteRecursion") // ends where the stack does
	private void dive() {
		try {
			dive();
		}
		catch (StackOverflowError ex) {
			this.overflows.getAndIncrement();
		}
		if (this.frames < FRAMES) {
			this.frames++;
			if (this.queue.offer("item")) {
				this.accepted.getAndIncrement();
			}
		}
	}

}
