/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;

import io.github.safequeue.DeadLetter;

/**
 * Keeps the dead letters of a queue that is handled step by step, and passes them on. Any
 * thread.
 */
final class DeadLetterLog implements DeadLetterTarget {

	private final DeadLetterTarget target;

	private final List<DeadLetter<?>> letters = new ArrayList<>();

	DeadLetterLog(DeadLetterTarget target) {
		this.target = target;
	}

	@Override
	public boolean take(DeadLetter<?> letter) {
		synchronized (this.letters) {
			this.letters.add(letter);
		}
		return this.target.take(letter);
	}

	List<DeadLetter<?>> letters() {
		synchronized (this.letters) {
			return List.copyOf(this.letters);
		}
	}

	void clear() {
		synchronized (this.letters) {
			this.letters.clear();
		}
	}

}
