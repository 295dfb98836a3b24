package io.github.safequeue.engine;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * An item with what its submitter left beside it. It stands in the inbox in the item's
 * place.
 *
 * @param item the item
 * @param future completed when the item is settled, {@code null} if nobody follows it
 * @param context what the submitting thread gave for the handler's thread, or
 * {@code null}
 */
record Envelope(Object item, @Nullable CompletableFuture<Void> future, @Nullable Object context) {

	static Object itemOf(Object entry) {
		return (entry instanceof Envelope envelope) ? envelope.item : entry;
	}

	static @Nullable Object contextOf(Object entry) {
		return (entry instanceof Envelope envelope) ? envelope.context : null;
	}

	static @Nullable CompletableFuture<Void> futureOf(Object entry) {
		return (entry instanceof Envelope envelope) ? envelope.future : null;
	}

	@Override
	public String toString() {
		return "Envelope";
	}

}
