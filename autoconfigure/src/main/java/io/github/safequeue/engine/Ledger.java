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

	/**
	 * Note that a queue is closed.
	 * @param queue the queue
	 * @return whether it was not known
	 */
	static boolean closed(DefaultSafeQueue<?> queue) {
		synchronized (open) {
			if (open.contains(queue)) {
				closed.add(new Closed(queue));
				return open.remove(queue);
			}
			return false;
		}
	}

	/**
	 * Return what has not been told yet, and forget it.
	 * @return one line a queue
	 */
	static List<String> report() {
		List<String> lines = new ArrayList<>();
		synchronized (open) {
			for (DefaultSafeQueue<?> queue : open) {
				long left = queue.inbox().accepted() - queue.settled();
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
