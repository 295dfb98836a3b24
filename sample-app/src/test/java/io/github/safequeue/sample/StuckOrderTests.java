package io.github.safequeue.sample;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An order whose handler never ends.
 */
class StuckOrderTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	void stuckHandlerIsSeenInHealthAndEndpointAndDoesNotStopTheOthers() {
		try (ConfigurableApplicationContext context = start()) {
			Desk desk = new Desk(((WebServerApplicationContext) context).getWebServer().getPort());
			desk.order("secret-customer", "stuck", 1);
			await().atMost(PATIENCE)
				.until(() -> desk.get("/actuator/health/safeQueues")
					.getStatusCode()
					.equals(HttpStatus.SERVICE_UNAVAILABLE));
			String health = desk.text("/actuator/health/safeQueues");
			assertThat(health).contains("\"DOWN\"").doesNotContain("secret-customer");
			String queue = desk.text("/actuator/safequeues/orders");
			assertThat(queue).contains("OrderListener.waitForEver", "\"inFlight\":1").doesNotContain("secret-customer");
		}
	}

	private static ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(SampleApplication.class).run("--server.port=0",
				"--spring.datasource.url=jdbc:h2:mem:stuck-order-tests;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE",
				"--safequeue.queues.orders.stuck-threshold=100ms", "--safequeue.shutdown.drain-timeout=200ms");
	}

}
