package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.DeadLetterHandler;

/**
 * Keeps the dead letters of a queue that is handled step by step, and passes them on. Any
 * thread.
 */
final class DeadLetterLog implements DeadLetterHandler {

	private final DeadLetterHandler target;

	private final List<DeadLetter<?>> letters = new ArrayList<>();

	DeadLetterLog(DeadLetterHandler target) {
		this.target = target;
	}

	@Override
	public void onDeadLetter(DeadLetter<?> letter) {
		synchronized (this.letters) {
			this.letters.add(letter);
		}
		this.target.onDeadLetter(letter);
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
