package io.github.safequeue.sample.orders;

import java.util.stream.IntStream;

import io.github.safequeue.sample.SampleProperties;
import jakarta.validation.Valid;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Places many orders at once, for the page. Offering does not wait, so the answer comes
 * before most of them are stored.
 */
@RestController
class TrafficController {

	private static final int CUSTOMERS = 50;

	private final OrderDesk desk;

	private final String product;

	TrafficController(OrderDesk desk, SampleProperties properties) {
		this.desk = desk;
		this.product = properties.slowProduct().isEmpty() ? "tea" : properties.slowProduct();
	}

	@PostMapping(path = "/api/traffic", consumes = MediaType.APPLICATION_JSON_VALUE)
	TrafficReceipt place(@Valid @RequestBody TrafficRequest request) {
		long accepted = IntStream.range(0, request.orders())
			.mapToObj((number) -> new OrderRequest("customer-" + number % CUSTOMERS, this.product, 1))
			.filter((order) -> this.desk.offer(order).isPresent())
			.count();
		return new TrafficReceipt(accepted, request.orders() - accepted);
	}

}
