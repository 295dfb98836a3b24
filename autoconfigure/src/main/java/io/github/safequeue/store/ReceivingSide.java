/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.engine.EnclosingHandler;
import io.github.safequeue.engine.HandlingSettings;
import io.github.safequeue.engine.ManagedQueueBuilder;

/**
 * Takes items from a store and calls the handler within the same transaction. Its queue
 * holds the permits to do so. Any thread.
 */
final class ReceivingSide extends IncomingSide {

	private final TransactionalStore store;

	private final Permits permits;

	private final Poller poller;

	ReceivingSide(ManagedQueueBuilder builder, HandlingSettings settings, TransactionalStore store, ItemFormat format,
			StoreAvailability availability) {
		super(part(builder, settings), settings, format, availability);
		this.store = store;
		this.permits = new Permits(settings.concurrency(), queue()::offer);
		this.poller = new Poller("safequeue-" + name() + "-poll", store.pollInterval(), this.permits::look);
		store.onArrival(this.permits::look);
	}

	private static ManagedQueueBuilder part(ManagedQueueBuilder builder, HandlingSettings settings) {
		ManagedQueueBuilder part = builder.part(String.valueOf(builder.settings().name()), false).withoutKey();
		part.settings().capacity(settings.concurrency() + 1);
		return part;
	}

	@Override
	EnclosingHandler handler() {
		return new PermitHandler();
	}

	@Override
	void start() {
		queue().start();
		this.permits.start();
		this.poller.start();
	}

	@Override
	void stopTaking() {
		this.permits.stop();
		this.poller.stop();
	}

	/** Handle what the store gives, once. */
	private void receive(Permit permit, WorkContext worker) {
		long arrivals = this.permits.arrivals();
		if (!this.permits.isTaking()) {
			this.permits.failed(permit);
			return;
		}
		Reception reception = new Reception(this, permit, worker);
		boolean found = false;
		try {
			List<ReceivedItem> vouchedFor = permit.vouchedFor;
			permit.vouchedFor = List.of();
			if (vouchedFor.isEmpty()) {
				found = this.store.receive(Math.max(1, settings().batchSize()), reception);
			}
			else {
				this.store.receiveAgain(vouchedFor, reception);
				// What comes after these items waits.
				found = true;
			}
		}
		catch (Throwable ex) {
			reception.abandoned();
			availability().failed(ex);
			this.permits.failed(permit);
			return;
		}
		availability().succeeded();
		reception.settled();
		Duration due = reception.due;
		if (due != null && due.compareTo(this.store.pollInterval()) < 0) {
			this.poller.lookIn(due);
		}
		this.permits.done(permit, found, arrivals);
	}

	/**
	 * What the workers call.
	 */
	private final class PermitHandler implements EnclosingHandler {

		@Override
		public void limitCalls(UnaryOperator<WorkHandler<Object>> limiter) {
			call().limitBy(limiter);
		}

		@Override
		public void handle(Object permit, WorkContext worker) {
			receive((Permit) permit, worker);
		}

	}

}
