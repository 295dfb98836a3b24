package io.github.safequeue.engine;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is to be told when the JVM ends: queues that were never closed, and refusals after
 * a queue closed. Of a closed queue it keeps the name and the count only, and forgets
 * them when the queue is gone and nothing was refused.
 */
final class Ledger {

	/** The queues, each with the number of accepted items at the time it was told. */
	private static final Map<DefaultSafeQueue<?>, Long> open = new LinkedHashMap<>();

	private static final List<Closed> closed = new ArrayList<>();

	private Ledger() {
	}

	static void opened(DefaultSafeQueue<?> queue) {
		synchronized (open) {
			open.put(queue, 0L);
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
			if (open.remove(queue) != null) {
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
			for (Map.Entry<DefaultSafeQueue<?>, Long> entry : open.entrySet()) {
				DefaultSafeQueue<?> queue = entry.getKey();
				long settled = queue.settled();
				long accepted = queue.inbox().accepted();
				long left = accepted - Math.max(settled, entry.setValue(accepted));
				if (left > 0) {
					lines.add("Queue '%s' was never closed: %d accepted items were not handled".formatted(queue.name(),
							left));
				}
			}
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
