/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.BatchFailedException;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.engine.CallAgainException;
import io.github.safequeue.engine.EnclosingHandler;
import io.github.safequeue.engine.HandlingSettings;
import io.github.safequeue.engine.ManagedQueueBuilder;

/**
 * Receives what a broker delivers and calls the handler. Its queue holds what was
 * delivered; an item is acknowledged after its call, or after the broker has confirmed it
 * as a dead letter. Any thread.
 */
final class DeliverySide extends IncomingSide {

	/** How long to wait until a dead letter is sent again that was not confirmed. */
	private static final Duration NOT_CONFIRMED = Duration.ofSeconds(1);

	private final DeliveringStore store;

	/** Whether what waits is handled, and not left to the broker. */
	private volatile boolean taking = true;

	DeliverySide(ManagedQueueBuilder builder, HandlingSettings settings, DeliveringStore store, ItemFormat format,
			StoreAvailability availability) {
		super(part(builder, settings, store), settings, format, availability);
		this.store = store;
	}

	private static ManagedQueueBuilder part(ManagedQueueBuilder builder, HandlingSettings settings,
			DeliveringStore store) {
		ManagedQueueBuilder part = builder.part(String.valueOf(builder.settings().name()), false).withoutKey();
		part.batchSize(settings.batchSize());
		// The broker is asked for no more than a limited number at a time.
		part.settings().capacity(0);
		if (store.isOrdered()) {
			part.settings().key(Delivered::sequence);
		}
		return part;
	}

	@Override
	EnclosingHandler handler() {
		return new DeliveredHandler();
	}

	@Override
	void start() {
		queue().start();
		this.store.start(this::receive);
	}

	/**
	 * A broker takes back what waits here for too long, and counts that as a delivery:
	 * while the queue is paused, it is not asked for it again.
	 */
	@Override
	void keepTaking() {
		if (queue().state() != SafeQueueState.PAUSED) {
			this.store.keepDelivering();
		}
	}

	@Override
	void stopTaking() {
		this.taking = !this.store.isReleaseUncounted() && queue().state() != SafeQueueState.PAUSED;
		this.store.stop();
	}

	private void receive(Delivery delivery) {
		if (!queue().offer(new Delivered(delivery))) {
			delivery.release();
		}
	}

	@Override
	void abandoned(Object holder) {
		Delivered delivered = (Delivered) holder;
		if (!delivered.settled) {
			delivered.settled = true;
			if (delivered.called) {
				figures().returned(1);
			}
			delivered.delivery.release();
		}
	}

	/**
	 * Handle what was delivered, once. An item that goes a way of its own, such as one
	 * that cannot be read, is called alone after those before it.
	 */
	private void handle(List<Delivered> batch, WorkContext worker) throws Exception {
		List<Delivered> begun = new ArrayList<>(batch.size());
		try {
			List<Delivered> called = new ArrayList<>(batch.size());
			List<Object> items = new ArrayList<>(batch.size());
			int position = 0;
			while (position < batch.size()) {
				Delivered delivered = batch.get(position);
				if (begin(delivered, begun)) {
					Object item = (delivered.death == null) ? read(delivered) : null;
					if (item == null) {
						break;
					}
					delivered.handling(item);
					items.add(item);
					called.add(delivered);
				}
				position++;
			}
			if (!items.isEmpty()) {
				call(batch, called, items, worker);
			}
			if (position < batch.size()) {
				alone(batch, position);
			}
		}
		finally {
			begun.forEach((delivered) -> {
				delivered.handling(null);
				delivered.delivery.end();
			});
		}
	}

	/** Whether an item is to be handled here and now. */
	private boolean begin(Delivered delivered, List<Delivered> begun) {
		if (delivered.settled) {
			return false;
		}
		if (!this.taking || !delivered.delivery.begin()) {
			abandoned(delivered);
			return false;
		}
		begun.add(delivered);
		return true;
	}

	private @Nullable Object read(Delivered delivered) {
		try {
			return format().read(delivered.received().payload());
		}
		catch (RuntimeException | StackOverflowError ex) {
			unreadable(new UnreadableItemsException(name(), Set.of(delivered.received()), ex));
			return null;
		}
	}

	/** Go on with an item that is not given to the handler. */
	private void alone(List<Delivered> batch, int position) throws Exception {
		if (batch.size() > 1) {
			throw new BatchFailedException(position, new CallAgainException(Duration.ZERO, null));
		}
		Delivered delivered = batch.get(position);
		if (delivered.death == null && unreadable(delivered)) {
			return;
		}
		bury(delivered);
	}

	/**
	 * Let an item wait that cannot be read, and give it back after that if the broker
	 * takes it. Returns whether it did, or {@code false} if the item is a dead letter.
	 */
	private boolean unreadable(Delivered delivered) throws CallAgainException {
		int before = delivered.received().lost() + delivered.unreadable++;
		if (before + 1 >= this.store.maxDeliveries()) {
			delivered.death = new LostDeliveriesException(name(), this.store.maxDeliveries());
			return false;
		}
		if (delivered.unreadable > 1 && delivered.delivery.isReturnable()) {
			delivered.settled = true;
			delivered.delivery.release();
			return true;
		}
		throw new CallAgainException(unreadableDelay(before), null);
	}

	private void call(List<Delivered> batch, List<Delivered> called, List<Object> items, WorkContext worker)
			throws Exception {
		Delivered first = called.get(0);
		count(called);
		try {
			call().call((isBatch()) ? items : items.get(0), items.size(),
					(isBatch()) ? Map.of() : first.received().headers(),
					new StoredWorkContext(name(), first.failures + 1, first.received().id(), first.delivery.count()),
					worker);
		}
		catch (Throwable ex) {
			failed(batch, called, ex);
			return;
		}
		called.forEach(this::handled);
	}

	private void count(List<Delivered> called) {
		for (Delivered delivered : called) {
			if (delivered.called) {
				figures().calledAgain(1);
			}
			else {
				delivered.called = true;
				figures().called(1, false);
			}
		}
	}

	private void handled(Delivered delivered) {
		delivered.delivery.acknowledge();
		delivered.settled = true;
		figures().handled(1);
	}

	private void failed(List<Delivered> batch, List<Delivered> called, Throwable failure) throws Exception {
		if (isInterrupted()) {
			called.forEach(this::abandoned);
			return;
		}
		int index = vouchedFor(called.size(), failure);
		if (index >= 0) {
			called.subList(0, index).forEach(this::handled);
			Duration delay = retryOrDeath(called.get(index), causeOf(failure));
			throw new BatchFailedException(batch.indexOf(called.get(index)), new CallAgainException(delay, failure));
		}
		Duration longest = Duration.ZERO;
		for (Delivered delivered : called) {
			Duration delay = retryOrDeath(delivered, failure);
			longest = (delay.compareTo(longest) > 0) ? delay : longest;
		}
		if (called.stream().anyMatch((delivered) -> delivered.death == null)) {
			throw new CallAgainException(longest, failure);
		}
		for (Delivered delivered : called) {
			bury(delivered);
		}
	}

	/** Return when to call again, for a further attempt or to make it a dead letter. */
	private Duration retryOrDeath(Delivered delivered, Throwable failure) {
		delivered.failures++;
		Duration delay = retries().delay(failure, delivered.failures);
		if (delay == null) {
			delivered.death = failure;
			return Duration.ZERO;
		}
		return delay;
	}

	/** Make an item a dead letter, and acknowledge it once the broker has that. */
	private void bury(Delivered delivered) throws CallAgainException {
		Throwable cause = delivered.death;
		if (cause == null || delivered.settled) {
			return;
		}
		String queue = deadLetterQueue();
		try {
			if (queue != null) {
				this.store.forward(delivered.received(), queue);
			}
			else {
				this.store.deadLetter(delivered.received(), cause, delivered.failures);
			}
		}
		catch (RuntimeException ex) {
			availability().failed(ex);
			throw new CallAgainException(NOT_CONFIRMED, ex);
		}
		delivered.delivery.acknowledge();
		delivered.settled = true;
		if (delivered.called) {
			figures().failed(1);
		}
		if (queue == null) {
			report(delivered.received(), cause, delivered.failures);
		}
	}

	/**
	 * What the workers call.
	 */
	private final class DeliveredHandler implements EnclosingHandler {

		@Override
		public void limitCalls(UnaryOperator<WorkHandler<Object>> limiter) {
			call().limitBy(limiter);
		}

		@Override
		@SuppressWarnings("unchecked")
		public void handle(Object delivered, WorkContext worker) throws Exception {
			DeliverySide.this.handle(
					(delivered instanceof List<?> batch) ? (List<Delivered>) batch : List.of((Delivered) delivered),
					worker);
		}

	}

}
