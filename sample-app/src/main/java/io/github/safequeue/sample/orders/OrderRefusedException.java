/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.orders;

import java.io.Serial;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

import io.github.safequeue.SafeQueueState;

/**
 * Thrown when the queue does not accept an order, and answered with status 503.
 */
class OrderRefusedException extends ErrorResponseException {

	@Serial
	private static final long serialVersionUID = 1L;

	OrderRefusedException(SafeQueueState state) {
		super(HttpStatus.SERVICE_UNAVAILABLE, problem(state), null);
	}

	private static ProblemDetail problem(SafeQueueState state) {
		boolean closed = state == SafeQueueState.CLOSED;
		ProblemDetail problem = ProblemDetail.forStatus(HttpStatus.SERVICE_UNAVAILABLE);
		problem.setTitle("Order not accepted");
		problem.setDetail(closed ? "The order desk is closed." : "Too many orders are waiting. Try again later.");
		problem.setProperty("reason", closed ? "CLOSED" : "FULL");
		return problem;
	}

}
