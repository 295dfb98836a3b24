package io.github.safequeue.endpoint;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link SafeQueuesEndpoint}
 * that answers a change of an unknown queue with status 404, where Spring Boot would
 * answer 204.
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
	 * Pause or resume a queue.
	 * @param name the queue's name
	 * @param action {@code pause} or {@code resume}
	 * @return the state that the queue is in now
	 */
	@WriteOperation
	public WebEndpointResponse<SafeQueueStateDescriptor> change(@Selector String name, @Nullable String action) {
		SafeQueueStateDescriptor state = this.delegate.change(name, action);
		return (state != null) ? new WebEndpointResponse<>(state)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
