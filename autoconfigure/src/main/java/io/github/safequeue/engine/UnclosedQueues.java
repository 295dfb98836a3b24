/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.safequeue.engine.buffer.PaddedLong;

/**
 * What is to be reported when the JVM ends: queues that were never closed, and refusals
 * after a queue closed. Of a closed queue it keeps the name and the count only. Once the
 * queue is gone, its refusals are added up with those of others of its name, so that
 * contexts that are restarted again and again leave no more than the names of their
 * queues. Queues with a log of their own are left out. Any thread.
 */
final class UnclosedQueues {

	/** The queues, each with the number of accepted items when it was reported. */
	private static final Map<Entry, Long> open = new LinkedHashMap<>();

	private static final List<Closed> closed = new ArrayList<>();

	/** How much closed queues that are gone have refused, by their name. */
	private static final Map<String, Long> gone = new LinkedHashMap<>();

	private UnclosedQueues() {
	}

	static void opened(Entry queue) {
		synchronized (open) {
			open.put(queue, 0L);
			addUpGone();
		}
	}

	private static void addUpGone() {
		for (Iterator<Closed> it = closed.iterator(); it.hasNext();) {
			Closed entry = it.next();
			// Nobody can submit to it any more.
			if (entry.isGone()) {
				it.remove();
				long refused = entry.unreported();
				if (refused > 0) {
					gone.merge(entry.name, refused, Long::sum);
				}
			}
		}
	}

	/** Note that a queue is closed. */
	static boolean closed(Entry queue) {
		synchronized (open) {
			if (open.containsKey(queue)) {
				if (queue.log().isStandard()) {
					closed.add(new Closed(queue));
				}
				return open.remove(queue) != null;
			}
			return false;
		}
	}

	/**
	 * Have each closed queue that is still submitted to say so, with the refusals since
	 * it did last. The report at the end of the JVM counts these as well.
	 */
	static void warnOfRefused() {
		synchronized (open) {
			closed.forEach(Closed::warn);
		}
	}

	/** Return what has not been reported yet, and forget it. */
	static List<String> report() {
		List<String> lines = new ArrayList<>();
		Map<Entry, Integer> ended = endNeverClosed();
		synchronized (open) {
			open.entrySet()
				.stream()
				.map((entry) -> left(entry, ended))
				.filter((line) -> !line.isEmpty())
				.forEach(lines::add);
			addUpGone();
			gone.forEach((name, refused) -> lines.add(refused(name, refused)));
			gone.clear();
			for (Closed entry : closed) {
				long refused = entry.unreported();
				if (refused > 0) {
					lines.add(refused(entry.name, refused));
				}
			}
		}
		return lines;
	}

	/**
	 * End the queues that nobody is going to close, so that nothing of what is reported
	 * is handled afterwards and nothing is accepted behind. Holds no lock meanwhile: a
	 * thread that drains such a queue nevertheless is waited for, and notes its end here.
	 */
	private static Map<Entry, Integer> endNeverClosed() {
		List<Entry> queues;
		synchronized (open) {
			queues = List.copyOf(open.keySet());
		}
		Map<Entry, Integer> waiting = new HashMap<>();
		for (Entry queue : queues) {
			if (queue.log().isStandard() && queue.isNeverClosed()) {
				waiting.put(queue, queue.abandon());
			}
		}
		return waiting;
	}

	/** Describe what an open queue holds that was not reported before. */
	private static String left(Map.Entry<Entry, Long> entry, Map<Entry, Integer> ended) {
		Entry queue = entry.getKey();
		if (!queue.log().isStandard()) {
			return "";
		}
		Integer waitedAtEnd = ended.get(queue);
		int waiting = (waitedAtEnd != null) ? waitedAtEnd : queue.size();
		int inFlight = queue.inFlight();
		long accepted = queue.accepted();
		long fresh = accepted - entry.setValue(accepted);
		long left = Math.min(waiting, fresh);
		if (fresh == 0 || left + inFlight == 0) {
			return "";
		}
		return "Queue '%s' was never closed: %d accepted items were not handled%s".formatted(queue.name(), left,
				(inFlight > 0) ? ", still in flight " + inFlight : "");
	}

	private static String refused(String queue, long items) {
		return "Queue '%s' refused %d items after it closed".formatted(queue, items);
	}

	/**
	 * A queue as the report sees it.
	 */
	interface Entry {

		String name();

		EngineLog log();

		/** Whether nobody is going to close this queue any more. */
		boolean isNeverClosed();

		/** End a queue that is never closed, see {@link Drain}. */
		int abandon();

		int size();

		int inFlight();

		long accepted();

		QueueNotifier notifier();

		/** The queue's own counter of refusals after it closed. */
		PaddedLong refusedWhenClosed();

	}

	/**
	 * A closed queue. The count of its refusals is the queue's own and only read here.
	 */
	private static final class Closed {

		private final String name;

		private final PaddedLong refused;

		private final WeakReference<Entry> queue;

		private long reported;

		private long warned;

		Closed(Entry queue) {
			this.name = queue.name();
			this.refused = queue.refusedWhenClosed();
			this.queue = new WeakReference<>(queue);
		}

		/** Whether nobody can reach the queue any more. */
		boolean isGone() {
			return this.queue.get() == null;
		}

		void warn() {
			long refused = this.refused.get();
			Entry queue = this.queue.get();
			if (queue != null && refused != this.warned) {
				queue.notifier()
					.warn("Queue '%s' is closed and has refused %d more items; stop what still submits to it"
						.formatted(this.name, refused - this.warned));
				this.warned = refused;
			}
		}

		long unreported() {
			long unreported = this.refused.get() - this.reported;
			this.reported += unreported;
			return unreported;
		}

	}

}
