/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueDiagnostics;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.StoreStatus;
import io.github.safequeue.StoredQueueDiagnostics;

/**
 * The health of one queue. Of a queue with a store these are the side that calls the
 * handler, if this process has one, the side that writes, and the store.
 *
 * @param details what is shown
 * @param down whether it cannot go on by itself
 * @param outOfService whether it drains or is closed
 */
record QueueHealth(Map<String, Object> details, boolean down, boolean outOfService) {

	/**
	 * Look at a queue. Accesses no store.
	 * @param queue the queue
	 * @return its health
	 */
	static QueueHealth of(SafeQueue<?> queue) {
		if (queue instanceof StoredQueueDiagnostics stored) {
			return ofStored(stored);
		}
		SafeQueueSnapshot snapshot = queue.snapshot();
		return (queue instanceof SafeQueueDiagnostics diagnostics) ? of(snapshot, diagnostics)
				: new QueueHealth(figures(snapshot), false, isClosing(snapshot));
	}

	private static QueueHealth of(SafeQueueSnapshot snapshot, SafeQueueDiagnostics diagnostics) {
		return of(snapshot, diagnostics, new ArrayList<>());
	}

	private static QueueHealth ofStored(StoredQueueDiagnostics queue) {
		StoreStatus store = queue.availability();
		List<String> problems = new ArrayList<>();
		if (!store.available()) {
			problems.add(QueueHealthProblem.of(store));
		}
		QueueHealth writing = of(queue.outgoing(), queue.writing());
		SafeQueueSnapshot incoming = queue.incoming();
		QueueHealth queueHealth = (incoming != null) ? of(incoming, queue, problems)
				: of(queue.outgoing(), queue.writing(), problems);
		Map<String, Object> shown = new LinkedHashMap<>();
		shown.put("type", store.type());
		shown.put("available", store.available());
		shown.put("since", store.since());
		queueHealth.details.put("store", shown);
		queueHealth.details.put("outgoing", writing.details);
		return new QueueHealth(queueHealth.details, queueHealth.down || writing.down,
				queueHealth.outOfService || writing.outOfService);
	}

	private static QueueHealth of(SafeQueueSnapshot snapshot, SafeQueueDiagnostics diagnostics, List<String> problems) {
		Map<String, Object> details = figures(snapshot);
		long replaced = diagnostics.replacedWorkers();
		if (replaced > 0) {
			details.put("replacedWorkers", replaced);
		}
		problems.addAll(QueueHealthProblem.of(diagnostics));
		if (!problems.isEmpty()) {
			details.put("problem", String.join("; ", problems));
		}
		return new QueueHealth(details, !problems.isEmpty(), isClosing(snapshot));
	}

	private static boolean isClosing(SafeQueueSnapshot snapshot) {
		return snapshot.state() == SafeQueueState.DRAINING || snapshot.state() == SafeQueueState.CLOSED;
	}

	private static Map<String, Object> figures(SafeQueueSnapshot snapshot) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", snapshot.state());
		details.put("size", snapshot.size());
		details.put("capacity", snapshot.capacity());
		details.put("concurrency", snapshot.concurrency());
		details.put("inFlight", snapshot.inFlight());
		details.put("accepted", snapshot.accepted());
		details.put("handled", snapshot.handled());
		details.put("failed", snapshot.failed());
		details.put("undelivered", snapshot.undelivered());
		details.put("rejectedFull", snapshot.rejectedFull());
		details.put("rejectedClosed", snapshot.rejectedClosed());
		return details;
	}

}
