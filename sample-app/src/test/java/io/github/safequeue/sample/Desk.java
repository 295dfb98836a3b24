/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;

/**
 * The order desk as a customer sees it, by HTTP.
 */
public final class Desk {

	private static final ParameterizedTypeReference<Map<String, Object>> JSON_OBJECT = new ParameterizedTypeReference<>() {
	};

	private final RestClient client;

	public Desk(int port) {
		this.client = RestClient.builder()
			.baseUrl("http://localhost:" + port)
			.defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {
			})
			.build();
	}

	public ResponseEntity<Map<String, Object>> order(String customerId, String product, int quantity) {
		return post("/orders", Map.of("customerId", customerId, "product", product, "quantity", quantity));
	}

	public ResponseEntity<Map<String, Object>> post(String path, Object body) {
		return this.client.post()
			.uri(path)
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.retrieve()
			.toEntity(JSON_OBJECT);
	}

	/** Send what a form of another site can send. */
	public ResponseEntity<Map<String, Object>> postForm(String path, MediaType type) {
		return this.client.post()
			.uri(path)
			.contentType(type)
			.body("{\"action\":\"pause\",\"orders\":1}".getBytes(StandardCharsets.UTF_8))
			.retrieve()
			.toEntity(JSON_OBJECT);
	}

	public ResponseEntity<Map<String, Object>> get(String path) {
		return this.client.get().uri(path).retrieve().toEntity(JSON_OBJECT);
	}

	public HttpStatusCode status(String path) {
		return this.client.get().uri(path).retrieve().toBodilessEntity().getStatusCode();
	}

	/** Return the status of a complete address. */
	public HttpStatusCode statusOf(String address) {
		return this.client.get().uri(URI.create(address)).retrieve().toBodilessEntity().getStatusCode();
	}

	public String text(String path) {
		return Objects.requireNonNull(this.client.get().uri(path).retrieve().body(String.class));
	}

}
