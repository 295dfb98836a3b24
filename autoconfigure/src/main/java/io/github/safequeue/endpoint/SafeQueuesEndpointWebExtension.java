/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

import io.github.safequeue.SafeQueueSnapshot;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link SafeQueuesEndpoint}
 * that says what there is: an unknown queue is answered by status 404 with the names of
 * the queues, a wrong action by status 400 with the actions, an unknown dead letter by
 * status 404, and a store that cannot be reached by status 503.
 */
@EndpointWebExtension(endpoint = SafeQueuesEndpoint.class)
public class SafeQueuesEndpointWebExtension {

	private final SafeQueuesEndpoint delegate;

	/**
	 * Create an extension.
	 * @param delegate the endpoint
	 */
	public SafeQueuesEndpointWebExtension(SafeQueuesEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Show one queue.
	 * @param name the queue's name
	 * @return the queue's figures and workers, or which queues there are
	 */
	@ReadOperation
	public WebEndpointResponse<Object> queue(@Selector String name) {
		return answer(name, this.delegate.queue(name));
	}

	/**
	 * Pause or resume a queue, or put back a dead letter of one with a store.
	 * @param name the queue's name
	 * @param action {@code pause}, {@code resume} or {@code requeue}
	 * @param id the identity of the dead letter that {@code requeue} puts back
	 * @return the state that the queue is in now, or what is wrong with the request
	 */
	@WriteOperation
	public WebEndpointResponse<Object> change(@Selector String name, @Nullable String action, @Nullable String id) {
		try {
			return answer(name, this.delegate.change(name, action, id));
		}
		catch (RefusedChangeException ex) {
			return ex.answer();
		}
	}

	private WebEndpointResponse<Object> answer(String name, @Nullable Object body) {
		if (body != null) {
			return new WebEndpointResponse<>(body);
		}
		List<String> names = this.delegate.queues().queues().stream().map(SafeQueueSnapshot::name).toList();
		return new WebEndpointResponse<>(new UnknownQueueDescriptor("There is no queue '%s'".formatted(name), names),
				WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
