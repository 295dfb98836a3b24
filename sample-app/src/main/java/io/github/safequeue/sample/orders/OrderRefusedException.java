package io.github.safequeue.sample.orders;

import java.io.Serial;

import io.github.safequeue.SafeQueueState;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

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
