/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

import io.github.safequeue.SafeQueueSnapshot;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link SafeQueuesEndpoint}
 * that says what there is: an unknown queue is answered by status 404 with the names of
 * the queues, a wrong action by status 400 with the actions.
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
	 * Pause or resume a queue.
	 * @param name the queue's name
	 * @param action {@code pause} or {@code resume}
	 * @return the state that the queue is in now, or which queues or actions there are
	 */
	@WriteOperation
	public WebEndpointResponse<Object> change(@Selector String name, @Nullable String action) {
		try {
			return answer(name, this.delegate.change(name, action));
		}
		catch (InvalidEndpointRequestException ex) {
			return new WebEndpointResponse<>(
					new UnknownActionDescriptor(SafeQueuesEndpoint.BODY, SafeQueuesEndpoint.ACTIONS),
					WebEndpointResponse.STATUS_BAD_REQUEST);
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
