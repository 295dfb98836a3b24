/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.observation;

import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkObserver;

/**
 * Makes an observation of each handler call. Needs no registry to be created, so that
 * queues can be built with it at any time; a call before it is bound to one, or while the
 * registry has no handlers, costs nothing and is not observed.
 *
 * <p>
 * Called by workers of all queues, several at a time.
 */
public final class HandlerObservations implements WorkObserver {

	private static final SafeQueueHandleConvention CONVENTION = new DefaultSafeQueueHandleConvention();

	private volatile ObservationRegistry registry = ObservationRegistry.NOOP;

	private volatile @Nullable SafeQueueHandleConvention convention;

	/**
	 * Observe by a registry from now on.
	 * @param registry the registry
	 * @param convention names the observations, {@code null} for the default
	 */
	public void bindTo(ObservationRegistry registry, @Nullable SafeQueueHandleConvention convention) {
		this.convention = convention;
		this.registry = registry;
	}

	/** Within a trace every call is a span. What would begin a trace can be left out. */
	@Override
	public boolean observesShortCalls() {
		return this.registry.getCurrentObservation() != null;
	}

	@Override
	public Call begin(WorkContext context, int items) {
		ObservationRegistry registry = this.registry;
		if (registry.isNoop()) {
			return UNOBSERVED;
		}
		Observation observation = create(context, items, registry);
		if (observation.isNoop()) {
			return UNOBSERVED;
		}
		return open(observation, registry);
	}

	/** The call is a child of the item's receipt, which is a child of its sending. */
	@Override
	public Call begin(WorkContext context, int items, Map<String, String> headers) {
		ObservationRegistry registry = this.registry;
		if (registry.isNoop() || headers.isEmpty()) {
			return begin(context, items);
		}
		Observation observation = create(context, items, registry);
		if (observation.isNoop()) {
			return UNOBSERVED;
		}
		Observation receipt = StoreTransport.receipt(context.queue(), headers, registry).start();
		Call call;
		try {
			call = open(observation.parentObservation(receipt), registry);
		}
		catch (Throwable ex) {
			receipt.stop();
			throw ex;
		}
		return (failure) -> {
			try {
				call.end(failure);
			}
			finally {
				if (failure != null) {
					receipt.error(failure);
				}
				receipt.stop();
			}
		};
	}

	/** Reads a thread local: the observation within which the submitter is at work. */
	@Override
	public @Nullable Object capture() {
		ObservationRegistry registry = this.registry;
		return registry.isNoop() ? null : registry.getCurrentObservation();
	}

	@Override
	public Map<String, String> headers(String queue, Object captured) {
		return StoreTransport.send(queue, (Observation) captured, this.registry);
	}

	private Observation create(WorkContext context, int items, ObservationRegistry registry) {
		String queue = context.queue();
		int attempt = context.attempt();
		return SafeQueueObservationDocumentation.HANDLE.observation(this.convention, CONVENTION,
				() -> new SafeQueueHandleContext(queue, attempt, items), registry);
	}

	/**
	 * Start the observation and make it the current one. Where one of the observation's
	 * handlers fails half-way, the thread is left as it was.
	 */
	private static Call open(Observation observation, ObservationRegistry registry) {
		Observation.Scope before = registry.getCurrentObservationScope();
		Observation.Scope scope;
		try {
			scope = observation.start().openScope();
		}
		catch (Throwable ex) {
			registry.setCurrentObservationScope(before);
			try {
				observation.stop();
			}
			catch (RuntimeException again) {
				// What came first is thrown.
			}
			throw ex;
		}
		return (failure) -> {
			try {
				end(observation, scope, failure);
			}
			finally {
				registry.setCurrentObservationScope(before);
			}
		};
	}

	private static void end(Observation observation, Observation.Scope scope, @Nullable Throwable failure) {
		try {
			if (failure != null) {
				observation.error(failure);
			}
			else if (observation.getContext() instanceof SafeQueueHandleContext context) {
				context.complete();
			}
		}
		finally {
			try {
				scope.close();
			}
			finally {
				observation.stop();
			}
		}
	}

}
