/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.metrics;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

import io.github.safequeue.SafeQueue;

/**
 * The queues of one name that are measured in one meter registry, by one meter for each
 * figure. They are of several contexts that share the registry. Keeps no queue alive, and
 * keeps what one that is gone has counted, since counters only grow. Any thread.
 */
final class QueuesOfOneName {

	private final List<Source> sources = new ArrayList<>();

	private final Set<QueueFigure> registered = new HashSet<>();

	/** What queues that are gone have counted, by the index of the counter. */
	private final double[] gone = new double[QueueFigure.COUNTERS.size()];

	/**
	 * Measure a queue, unless it is measured already.
	 * @param queue the queue
	 */
	synchronized void add(SafeQueue<?> queue) {
		if (this.sources.stream().noneMatch((source) -> source.queue.refersTo(queue))) {
			this.sources.add(new Source(queue));
		}
	}

	/**
	 * Read the counters of a queue for the last time.
	 * @param queue the queue
	 * @return whether no queue is left
	 */
	synchronized boolean remove(SafeQueue<?> queue) {
		for (Source source : List.copyOf(this.sources)) {
			if (source.queue.refersTo(queue)) {
				for (int i = 0; i < this.gone.length; i++) {
					source.read(i);
				}
				forget(source);
			}
		}
		return this.sources.isEmpty();
	}

	private void forget(Source source) {
		for (int i = 0; i < this.gone.length; i++) {
			this.gone[i] += source.counted[i];
		}
		this.sources.remove(source);
	}

	private synchronized double counter(int index) {
		double sum = this.gone[index];
		for (Source source : List.copyOf(this.sources)) {
			sum += source.read(index);
			if (source.queue.refersTo(null)) {
				forget(source);
			}
		}
		return sum;
	}

	private synchronized double gauge(QueueFigure figure) {
		double union = Double.NaN;
		boolean first = true;
		for (Source source : this.sources) {
			SafeQueue<?> queue = source.queue.get();
			if (queue != null && figure.appliesTo(queue)) {
				double value = figure.read(queue);
				union = first ? value : figure.union().applyAsDouble(union, value);
				first = false;
			}
		}
		return union;
	}

	/**
	 * Register the meters of the figures that a queue has, unless they are there. Not
	 * called by two threads at a time.
	 * @param registry where
	 * @param queue the queue
	 */
	void register(MeterRegistry registry, SafeQueue<?> queue) {
		for (int i = 0; i < QueueFigure.COUNTERS.size(); i++) {
			int index = i;
			QueueFigure figure = QueueFigure.COUNTERS.get(i);
			if (figure.appliesTo(queue) && this.registered.add(figure)) {
				FunctionCounter.builder(figure.name(), this, (queues) -> queues.counter(index))
					.description(figure.description())
					.baseUnit(figure.unit())
					.tags(figure.tags().and("queue", queue.name()))
					.register(registry);
			}
		}
		for (QueueFigure figure : QueueFigure.GAUGES) {
			if (figure.appliesTo(queue) && this.registered.add(figure)) {
				Gauge.builder(figure.name(), this, (queues) -> queues.gauge(figure))
					.description(figure.description())
					.baseUnit(figure.unit())
					.tags(figure.tags().and("queue", queue.name()))
					.register(registry);
			}
		}
	}

	/**
	 * Remove the meters.
	 * @param registry where
	 * @param name the name of the queues
	 */
	static void unregister(MeterRegistry registry, String name) {
		QueueFigure.COUNTERS.forEach((figure) -> registry.removeByPreFilterId(figure.id(name, Meter.Type.COUNTER)));
		QueueFigure.GAUGES.forEach((figure) -> registry.removeByPreFilterId(figure.id(name, Meter.Type.GAUGE)));
	}

	/**
	 * One queue.
	 */
	private static final class Source {

		private final WeakReference<SafeQueue<?>> queue;

		/** What was read last, by the index of the counter. */
		private final double[] counted = new double[QueueFigure.COUNTERS.size()];

		Source(SafeQueue<?> queue) {
			this.queue = new WeakReference<>(queue);
		}

		double read(int index) {
			SafeQueue<?> queue = this.queue.get();
			QueueFigure figure = QueueFigure.COUNTERS.get(index);
			if (queue != null && figure.appliesTo(queue)) {
				this.counted[index] = figure.read(queue);
			}
			return this.counted[index];
		}

	}

}
