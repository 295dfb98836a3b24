/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.endpoint;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Thrown if a queue is not changed as requested. Knows the answer over HTTP.
 */
final class RefusedChangeException extends InvalidEndpointRequestException {

	private static final long serialVersionUID = 1L;

	private final transient WebEndpointResponse<Object> answer;

	private RefusedChangeException(String message, int status, OperationResponseBody body) {
		super(message, message);
		this.answer = new WebEndpointResponse<>(body, status);
	}

	static RefusedChangeException wrong(QueueActions actions, String message) {
		return new RefusedChangeException(message, WebEndpointResponse.STATUS_BAD_REQUEST,
				new UnknownActionDescriptor(message, actions.names()));
	}

	static RefusedChangeException unknownDeadLetter(String message) {
		return new RefusedChangeException(message, WebEndpointResponse.STATUS_NOT_FOUND,
				new RefusedChangeDescriptor(message));
	}

	static RefusedChangeException unavailable(String message) {
		return new RefusedChangeException(message, WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE,
				new RefusedChangeDescriptor(message));
	}

	WebEndpointResponse<Object> answer() {
		return this.answer;
	}

}
