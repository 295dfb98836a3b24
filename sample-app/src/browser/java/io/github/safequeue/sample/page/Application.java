package io.github.safequeue.sample.page;

import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.sample.SampleApplication;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The sample, run in this JVM.
 */
final class Application implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	Application(int port, Class<?>... configurations) {
		this.context = new SpringApplicationBuilder(SampleApplication.class).sources(configurations)
			.run("--server.port=" + port, "--safequeue.queues.orders.retry.delay=20ms",
					"--spring.datasource.url=jdbc:h2:mem:browser-tests;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE");
	}

	int port() {
		return ((WebServerApplicationContext) this.context).getWebServer().getPort();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	SafeQueueSnapshot queue(String name) {
		return bean(SafeQueueRegistry.class).find(name).orElseThrow().snapshot();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
