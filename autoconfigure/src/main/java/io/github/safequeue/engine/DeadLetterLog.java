package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;

import io.github.safequeue.DeadLetter;

/**
 * Notes the dead letters of a queue that is handled by hand. Any thread.
 */
final class DeadLetterLog {

	private final List<DeadLetter<?>> letters = new ArrayList<>();

	synchronized void add(DeadLetter<?> letter) {
		this.letters.add(letter);
	}

	synchronized List<DeadLetter<?>> letters() {
		return List.copyOf(this.letters);
	}

	synchronized void clear() {
		this.letters.clear();
	}

}
