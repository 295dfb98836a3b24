/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.Figures;
import io.github.safequeue.testing.ForkedJvm;
import io.github.safequeue.testing.Pairs;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signals that come while something else is under way: a web request, a call of
 * {@code offer}.
 */
@Tag("faults")
class SignalTests {

	private static final String AREA = "signals and exits";

	@TempDir
	Path directory;

	@Test
	void aRequestThatSubmitsDuringGracefulShutdownIsServed() throws Exception {
		for (int round = 0; round < Faults.scaled(1, 10); round++) {
			Path file = this.directory.resolve("web-" + round);
			Path gate = this.directory.resolve("gate-" + round);
			try (ForkedJvm jvm = ForkedJvm.startWith(List.of(), WebApplication.class, file, gate, "--server.port=0",
					"--server.shutdown=graceful", "--spring.lifecycle.timeout-per-shutdown-phase=10m")) {
				serve(jvm, gate, file);
			}
		}
	}

	private static void serve(ForkedJvm jvm, Path gate, Path file) throws Exception {
		int port = port(jvm);
		CompletableFuture<HttpResponse<String>> response = HttpClient.newHttpClient()
			.sendAsync(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/submit")).build(),
					HttpResponse.BodyHandlers.ofString());
		jvm.awaitLine("in flight").signal("TERM").awaitLine("Commencing graceful shutdown");
		Awaitility.await().atMost(ForkedJvm.LIMIT).until(() -> isRefused(port));
		assertThat(response).as("the request").isNotDone();
		long start = System.nanoTime();
		Files.createFile(gate);
		assertThat(response.get(ForkedJvm.LIMIT.toSeconds(), TimeUnit.SECONDS).body()).as(jvm.outputText())
			.isEqualTo("accepted " + WebApplication.ITEMS);
		assertThat(jvm.exitCode()).as(jvm.outputText()).isEqualTo(ForkedJvm.exitCodeAfter("TERM"));
		Figures figures = Figures.read(file);
		Faults.record(AREA, "a web request that submits after the server began its graceful stop", 1,
				figures.get("accepted"), figures.get("accepted") - figures.get("seen handled"), since(start));
		assertThat(figures.get("accepted")).isEqualTo(WebApplication.ITEMS);
		assertThat(figures.get("seen handled")).isEqualTo(WebApplication.ITEMS);
	}

	private static int port(ForkedJvm jvm) {
		jvm.awaitLine(WebApplication.READY);
		return jvm.output()
			.stream()
			.filter((line) -> line.startsWith(WebApplication.READY))
			.mapToInt((line) -> Integer.parseInt(line.substring(WebApplication.READY.length())))
			.findFirst()
			.orElseThrow();
	}

	private static boolean isRefused(int port) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return !socket.isConnected();
		}
		catch (ConnectException ex) {
			return true;
		}
	}

	@Test
	void signalHandlersMaySubmitWhileMainOffers() {
		List<Storm> storms = new ArrayList<>();
		for (int round = 0; round < Faults.scaled(1, 20); round++) {
			storms.add(new Storm(round, false, 1 + round % 2));
			storms.add(new Storm(round, true, 1 + round % 2));
		}
		Pairs.forEach(storms, this::endure);
	}

	private void endure(Storm storm) {
		Path file = this.directory.resolve("storm-" + storm.full() + "-" + storm.round());
		try (ForkedJvm jvm = ForkedJvm.start(StormApplication.class, file, storm.full() ? Integer.MAX_VALUE : 4000,
				"--safequeue.queues.numbers.capacity=" + (storm.full() ? 64 : 8192),
				"--safequeue.queues.numbers.concurrency=" + storm.concurrency(),
				"--safequeue.shutdown.drain-timeout=500ms")) {
			jvm.awaitLine("ready").signalUntilItEnds(StormApplication.SIGNAL).awaitLine("enough");
			long start = System.nanoTime();
			assertThat(jvm.signal("TERM").exitCode()).as(jvm.outputText()).isEqualTo(ForkedJvm.exitCodeAfter("TERM"));
			Duration took = since(start);
			assertThat(file).as(jvm.outputText()).exists();
			Figures figures = Figures.read(file);
			Faults.record(AREA,
					"signal handlers that submit while main offers to a queue "
							+ (storm.full() ? "that is full" : "with room"),
					figures.get("signals"), figures.get("accepted"), figures.get("not ended once"), took);
			assertThat(figures.get("not ended once")).as(storm + " " + figures).isZero();
			assertThat(figures.get("accepted")).as(storm + " " + figures)
				.isEqualTo(figures.get("handled") + figures.get("undelivered"))
				.isEqualTo(figures.get("main accepted") + figures.get("signals accepted"));
			assertThat(figures.get("signals")).isGreaterThanOrEqualTo(StormApplication.ENOUGH);
			if (storm.full()) {
				assertThat(figures.get("main refused")).as(storm + " " + figures)
					.isGreaterThan(figures.get("rejectedClosed"));
			}
			assertThat(jvm.complaints()).allMatch((line) -> line.contains("'numbers' refused")
					|| line.contains("'numbers' was full") || line.contains("'numbers' closed: accepted"));
		}
	}

	private static Duration since(long start) {
		return Duration.ofNanos(System.nanoTime() - start);
	}

	/**
	 * A JVM that is sent many signals.
	 */
	private record Storm(int round, boolean full, int concurrency) {

	}

}
