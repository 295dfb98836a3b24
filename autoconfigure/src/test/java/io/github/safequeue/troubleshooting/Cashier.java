/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.troubleshooting;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import com.sun.net.httpserver.HttpServer;

import io.github.safequeue.SafeQueueListener;

/**
 * A handler that asks another server, which takes its time.
 */
class Cashier implements AutoCloseable {

	private final Semaphore answers = new Semaphore(0);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpServer server;

	private final URI address;

	Cashier() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", (exchange) -> {
			this.answers.acquireUninterruptibly();
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		this.server.start();
		this.address = URI.create("http://localhost:" + this.server.getAddress().getPort() + "/charges");
	}

	@SafeQueueListener(queues = "payments", concurrency = "2")
	void on(Payment payment) throws IOException {
		charge();
	}

	private void charge() throws IOException {
		HttpURLConnection connection = (HttpURLConnection) this.address.toURL().openConnection();
		if (connection.getResponseCode() != 204) {
			throw new IOException("Not charged");
		}
	}

	void answer(int requests) {
		this.answers.release(requests);
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	record Payment(String card) {
	}

}
