/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.WorkContext;

/**
 * One look of a worker into the store: what was given to the handler, and what becomes of
 * it. Used by one thread.
 */
final class Reception implements DeliveryHandler {

	private final ReceivingSide side;

	private final Permit permit;

	private final WorkContext worker;

	/** The items that were given to the handler, and that is not counted otherwise. */
	private int called;

	/** What is dead-lettered once the store has taken that over. */
	private final List<Settlement.Dead> letters = new ArrayList<>();

	/** When the first of the items is due again that fail here. */
	@Nullable Duration due;

	private int failed;

	private int returned;

	Reception(ReceivingSide side, Permit permit, WorkContext worker) {
		this.side = side;
		this.permit = permit;
		this.worker = worker;
	}

	@Override
	public void handle(List<ReceivedItem> received) throws Exception {
		List<Object> items = read(received);
		ReceivedItem first = received.get(0);
		int attempt = first.failures() + 1;
		Object argument = (this.side.isBatch()) ? items : items.get(0);
		this.called = received.size();
		this.side.figures().called(received.size(), attempt > 1);
		this.permit.handling(items.get(0));
		try {
			this.side.call()
				.call(argument, received.size(), (this.side.isBatch()) ? Map.of() : first.headers(),
						new StoredWorkContext(this.side.name(), attempt, first.id(), first.deliveryCount()),
						this.worker);
		}
		finally {
			this.permit.handling(null);
		}
	}

	private List<Object> read(List<ReceivedItem> received) throws UnreadableItemsException {
		List<Object> items = new ArrayList<>(received.size());
		Set<ReceivedItem> unreadable = new LinkedHashSet<>();
		Throwable failure = null;
		for (ReceivedItem item : received) {
			try {
				items.add(this.side.format().read(item.payload()));
			}
			catch (RuntimeException | StackOverflowError ex) {
				unreadable.add(item);
				failure = ex;
			}
		}
		if (failure != null) {
			throw new UnreadableItemsException(this.side.name(), unreadable, failure);
		}
		return items;
	}

	@Override
	public List<Settlement> failed(List<ReceivedItem> received, Throwable failure) {
		if (failure instanceof LostDeliveriesException) {
			return received.stream().map((item) -> dead(item, failure)).toList();
		}
		if (failure instanceof UnreadableItemsException unreadable) {
			this.side.unreadable(failure);
			return received.stream()
				.<Settlement>map((item) -> unreadable.items().contains(item)
						? new Settlement.PutBack(item, IncomingSide.unreadableDelay(item.lost()))
						: new Settlement.Release(item))
				.toList();
		}
		if (this.side.isInterrupted()) {
			this.returned = received.size();
			return received.stream().<Settlement>map(Settlement.Release::new).toList();
		}
		int index = this.side.vouchedFor(received.size(), failure);
		if (index < 0) {
			return received.stream().map((item) -> retryOrDead(item, failure)).toList();
		}
		List<Settlement> settlements = new ArrayList<>(received.size());
		for (int i = 0; i < received.size(); i++) {
			ReceivedItem item = received.get(i);
			settlements
				.add((i == index) ? retryOrDead(item, IncomingSide.causeOf(failure)) : new Settlement.Release(item));
		}
		this.returned += received.size() - 1;
		this.permit.vouchedFor = List.copyOf(received.subList(0, index));
		return settlements;
	}

	private Settlement retryOrDead(ReceivedItem item, Throwable failure) {
		Duration delay = this.side.retries().delay(failure, item.failures() + 1);
		if (delay == null) {
			return dead(item, failure);
		}
		this.returned++;
		if (this.due == null || delay.compareTo(this.due) < 0) {
			this.due = delay;
		}
		return new Settlement.Retry(item, delay);
	}

	private Settlement dead(ReceivedItem item, Throwable failure) {
		if (this.called > 0) {
			this.failed++;
		}
		String queue = this.side.deadLetterQueue();
		if (queue != null) {
			return new Settlement.Forward(item, queue);
		}
		Settlement.Dead dead = new Settlement.Dead(item, failure);
		this.letters.add(dead);
		return dead;
	}

	/**
	 * The store has carried out what was to be done: count it, and report dead letters.
	 */
	void settled() {
		this.side.figures().failed(this.failed);
		this.side.figures().returned(this.returned);
		this.side.figures().handled(this.called - this.failed - this.returned);
		this.called = 0;
		this.letters.forEach((letter) -> this.side.report(letter.item(), letter.cause(), letter.item().failures() + 1));
	}

	/** The store could not be asked, or did not answer: the items come again. */
	void abandoned() {
		this.side.figures().returned(this.called);
		this.called = 0;
	}

}
