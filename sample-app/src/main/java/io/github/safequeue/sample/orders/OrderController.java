package io.github.safequeue.sample.orders;

import java.net.URI;
import java.util.List;

import jakarta.validation.Valid;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The order desk's HTTP side: 202 for an accepted order, 503 when the queue is full or
 * closed.
 */
@RestController
@RequestMapping("/orders")
class OrderController {

	private final OrderDesk desk;

	private final OrderRepository repository;

	OrderController(OrderDesk desk, OrderRepository repository) {
		this.desk = desk;
		this.repository = repository;
	}

	@PostMapping
	ResponseEntity<OrderReceipt> place(@Valid @RequestBody OrderRequest request) {
		Order order = this.desk.place(request);
		return ResponseEntity.accepted()
			.location(URI.create("/orders/" + order.id()))
			.body(new OrderReceipt(order.id()));
	}

	@GetMapping("/{id}")
	Order find(@PathVariable String id) {
		return this.repository.findById(id)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No such order is stored."));
	}

	@GetMapping
	List<Order> latest() {
		return this.repository.findTop100ByOrderByPlacedAtDesc();
	}

}
