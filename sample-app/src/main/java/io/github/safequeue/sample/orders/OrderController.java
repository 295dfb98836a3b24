/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.orders;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import jakarta.validation.Valid;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import io.github.safequeue.sample.invoices.InvoicePrinter;
import io.github.safequeue.sample.invoices.PrintedInvoice;

/**
 * The order desk's HTTP side: 202 for an accepted order, 503 when the queue is full or
 * closed.
 */
@RestController
@RequestMapping("/orders")
class OrderController {

	private final OrderDesk desk;

	private final OrderRepository repository;

	private final InvoicePrinter printer;

	OrderController(OrderDesk desk, OrderRepository repository, InvoicePrinter printer) {
		this.desk = desk;
		this.repository = repository;
		this.printer = printer;
	}

	@PostMapping
	CompletableFuture<ResponseEntity<OrderReceipt>> place(@Valid @RequestBody OrderRequest request) {
		return this.desk.place(request)
			.thenApply((receipt) -> ResponseEntity.accepted()
				.location(URI.create("/orders/" + receipt.id()))
				.body(receipt));
	}

	@GetMapping("/{id}")
	Order find(@PathVariable String id) {
		return this.repository.findById(id)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No such order is stored."));
	}

	@GetMapping(path = "/{id}/invoice", produces = MediaType.TEXT_PLAIN_VALUE)
	CompletableFuture<String> invoice(@PathVariable String id) {
		return this.printer.print(find(id).invoice()).thenApply(PrintedInvoice::readAndClose);
	}

	@GetMapping
	List<Order> latest() {
		return this.repository.findTop100ByOrderByPlacedAtDesc();
	}

}
