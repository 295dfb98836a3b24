/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.cleaner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is still to be run when the cleaner closes. Guarded by itself; no action is run
 * and nothing is handed over meanwhile.
 */
final class Registrations {

	private @Nullable Registration first;

	private boolean closed;

	synchronized void add(Registration registration) {
		if (this.closed) {
			return;
		}
		Registration first = this.first;
		registration.after = first;
		if (first != null) {
			first.before = registration;
		}
		this.first = registration;
	}

	synchronized void remove(Registration registration) {
		Registration before = registration.before;
		Registration after = registration.after;
		if (before != null) {
			before.after = after;
		}
		else if (this.first == registration) {
			this.first = after;
		}
		if (after != null) {
			after.before = before;
		}
		registration.before = null;
		registration.after = null;
	}

	/** Take all, oldest first, and no more. */
	synchronized List<Registration> close() {
		this.closed = true;
		List<Registration> all = new ArrayList<>();
		for (Registration next = this.first; next != null; next = next.after) {
			all.add(next);
		}
		Collections.reverse(all);
		return all;
	}

}
