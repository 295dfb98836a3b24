package io.github.safequeue.engine;

import java.util.concurrent.CompletableFuture;

/**
 * An item whose submitter follows its fate. It stands in the inbox in the item's place.
 *
 * @param item the item
 * @param future completed when the item is settled
 */
record Submission(Object item, CompletableFuture<Void> future) {

	static Object itemOf(Object entry) {
		return (entry instanceof Submission submission) ? submission.item : entry;
	}

	@SuppressWarnings("NullAway") // Void has no other value
	void succeed() {
		this.future.complete(null);
	}

	@Override
	public String toString() {
		return "Submission";
	}

}
