/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import com.lmax.disruptor.EventTranslatorOneArg;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;

/**
 * The LMAX Disruptor with one event handler, for any number of producers.
 */
final class DisruptorContender implements Contender {

	private static final EventTranslatorOneArg<Event, Item> TRANSLATOR = (event, sequence, item) -> event.item = item;

	private final Disruptor<Event> disruptor;

	private final RingBuffer<Event> ring;

	private final boolean spins;

	DisruptorContender(int capacity, WaitStrategy waitStrategy, Arrivals arrivals) {
		this.disruptor = new Disruptor<>(Event::new, capacity, DaemonThreadFactory.INSTANCE, ProducerType.MULTI,
				waitStrategy);
		this.disruptor.handleEventsWith((event, sequence, endOfBatch) -> {
			arrivals.handle(event.item);
			event.item = null;
		});
		this.ring = this.disruptor.start();
		this.spins = waitStrategy instanceof YieldingWaitStrategy;
	}

	@Override
	public void produce(Item[] items, long count) {
		for (long i = 0; i < count; i++) {
			Item item = items[(int) i & (items.length - 1)];
			int tries = 0;
			while (!this.ring.tryPublishEvent(TRANSLATOR, item)) {
				tries = Backoff.pause(tries);
			}
		}
	}

	@Override
	public boolean spins() {
		return this.spins;
	}

	@Override
	public void close() {
		this.disruptor.shutdown();
	}

	private static final class Event {

		private Item item;

	}

}
