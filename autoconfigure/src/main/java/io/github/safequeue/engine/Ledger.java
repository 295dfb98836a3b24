package io.github.safequeue.engine;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is to be told when the JVM ends: queues that were never closed, and refusals after
 * a queue closed. Of a closed queue it keeps the name and the count only, and forgets
 * them when the queue is gone and nothing was refused.
 */
final class Ledger {

	private static final Set<DefaultSafeQueue<?>> open = new LinkedHashSet<>();

	private static final List<Closed> closed = new ArrayList<>();

	private Ledger() {
	}

	static void opened(DefaultSafeQueue<?> queue) {
		synchronized (open) {
			open.add(queue);
			for (Iterator<Closed> it = closed.iterator(); it.hasNext();) {
				Closed entry = it.next();
				if (entry.isGone() && entry.untold() == 0) {
					it.remove();
				}
			}
		}
	}

	static void closed(DefaultSafeQueue<?> queue) {
		synchronized (open) {
			if (open.remove(queue)) {
				closed.add(new Closed(queue));
			}
		}
	}

	/**
	 * Return what has not been told yet, and forget it.
	 * @return one line a queue
	 */
	static List<String> report() {
		List<String> lines = new ArrayList<>();
		synchronized (open) {
			open.stream().map(Ledger::left).filter((line) -> !line.isEmpty()).forEach(lines::add);
			for (Closed entry : closed) {
				long refused = entry.tell();
				if (refused > 0) {
					lines.add("Queue '%s' refused %d items after it closed".formatted(entry.name, refused));
				}
			}
			closed.removeIf(Closed::isGone);
		}
		return lines;
	}

	/**
	 * What an open queue holds. If nobody is going to close it, it is ended first, so
	 * that nothing of what is told is handled afterwards and nothing is accepted behind.
	 */
	private static String left(DefaultSafeQueue<?> queue) {
		int left = queue.isNeverClosed() ? Drain.abandon(queue) : queue.size();
		int inFlight = queue.snapshot().inFlight();
		if (left + inFlight == 0) {
			return "";
		}
		return "Queue '%s' was never closed: %d accepted items were not handled%s".formatted(queue.name(), left,
				(inFlight > 0) ? ", still in hand " + inFlight : "");
	}

	/**
	 * A closed queue. The count of its refusals is the queue's own and only read here.
	 */
	private static final class Closed {

		private final String name;

		private final AtomicLong refused;

		private final WeakReference<DefaultSafeQueue<?>> queue;

		private long told;

		Closed(DefaultSafeQueue<?> queue) {
			this.name = queue.name();
			this.refused = queue.refusedWhenClosed();
			this.queue = new WeakReference<>(queue);
		}

		/** Whether nobody can reach the queue any more. */
		boolean isGone() {
			return this.queue.get() == null;
		}

		long untold() {
			return this.refused.get() - this.told;
		}

		long tell() {
			long untold = untold();
			this.told += untold;
			return untold;
		}

	}

}
