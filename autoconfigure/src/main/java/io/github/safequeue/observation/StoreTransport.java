/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.observation;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;

import io.github.safequeue.observation.SafeQueueObservationDocumentation.LowCardinalityKeyNames;

/**
 * Carries a trace over a store: the observation of an item's sending lets a tracer write
 * headers, and that of its receipt lets a tracer read them. Any thread.
 */
final class StoreTransport {

	private StoreTransport() {
	}

	/**
	 * Observe that an item is sent.
	 * @param queue the queue's name
	 * @param submitter the observation within which the item was submitted
	 * @param registry the registry
	 * @return what the tracer wrote, empty without one
	 */
	static Map<String, String> send(String queue, Observation submitter, ObservationRegistry registry) {
		Map<String, String> headers = new HashMap<>();
		Sent context = new Sent();
		context.setCarrier(headers);
		named("send", queue, SafeQueueObservationDocumentation.SEND, context, registry).parentObservation(submitter)
			.start()
			.stop();
		return headers;
	}

	/**
	 * Observe that an item is received.
	 * @param queue the queue's name
	 * @param headers what travelled beside the item
	 * @param registry the registry
	 * @return the observation, not started
	 */
	static Observation receipt(String queue, Map<String, String> headers, ObservationRegistry registry) {
		Received context = new Received();
		context.setCarrier(headers);
		return named("receive", queue, SafeQueueObservationDocumentation.RECEIVE, context, registry);
	}

	private static Observation named(String what, String queue, SafeQueueObservationDocumentation observation,
			Observation.Context context, ObservationRegistry registry) {
		return Observation.createNotStarted(String.valueOf(observation.getName()), () -> context, registry)
			.contextualName(queue + " " + what)
			.lowCardinalityKeyValue(LowCardinalityKeyNames.QUEUE.withValue(queue));
	}

	/** An item on its way to a store. */
	static final class Sent extends SenderContext<Map<String, String>> {

		Sent() {
			super((headers, name, value) -> {
				if (headers != null) {
					headers.put(name, value);
				}
			}, Kind.PRODUCER);
		}

	}

	/** An item that comes from a store. */
	static final class Received extends ReceiverContext<Map<String, String>> {

		Received() {
			super((headers, name) -> headers.get(name), Kind.CONSUMER);
		}

	}

}
