/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A unicast sink of Reactor, whose subscriber runs on one thread of its own. Producers
 * that meet in the sink are told so and try again.
 */
final class SinkContender implements Contender {

	private final Sinks.Many<Item> sink;

	private final Scheduler scheduler = Schedulers.newSingle("sink", true);

	SinkContender(int capacity, Arrivals arrivals) {
		this.sink = Sinks.many().unicast().onBackpressureBuffer(new MpscVarHandleArrayQueue<>(capacity));
		this.sink.asFlux().publishOn(this.scheduler).subscribe(arrivals::handle);
	}

	@Override
	public void produce(Item[] items, long count) {
		for (long i = 0; i < count; i++) {
			Item item = items[(int) i & (items.length - 1)];
			int tries = 0;
			Sinks.EmitResult result = this.sink.tryEmitNext(item);
			while (result == Sinks.EmitResult.FAIL_OVERFLOW || result == Sinks.EmitResult.FAIL_NON_SERIALIZED) {
				tries = Backoff.pause(tries);
				result = this.sink.tryEmitNext(item);
			}
			result.orThrow();
		}
	}

	@Override
	public void close() {
		this.sink.tryEmitComplete();
		this.scheduler.dispose();
	}

}
