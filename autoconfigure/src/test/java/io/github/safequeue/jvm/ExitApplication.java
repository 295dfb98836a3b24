package io.github.safequeue.jvm;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueRegistry;

/**
 * Ends itself from within a handler, with items waiting. Arguments: the file, the
 * {@link Way}, and properties.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ExitApplication {

	static final int ITEMS = 20;

	static final int CODE = 7;

	private static final int LAST_ITEM_BEFORE = 3;

	private static final ExitCodeGenerator generator = () -> CODE;

	private static final AtomicInteger handled = new AtomicInteger();

	private static final CountDownLatch closing = new CountDownLatch(1);

	private static final CountDownLatch returned = new CountDownLatch(1);

	private final ConfigurableApplicationContext context;

	private final Way way;

	ExitApplication(ConfigurableApplicationContext context) {
		this.context = context;
		this.way = Way.valueOf(context.getEnvironment().getProperty("way", ""));
	}

	public static void main(String[] args) throws InterruptedException {
		SafeQueue<?>[] queue = new SafeQueue<?>[1];
		SpringApplication.getShutdownHandlers().add(() -> {
			if (args[1].contains("CLOSE")) {
				Figures.awaitNothingInFlight(queue[0]);
			}
			new Figures().put(queue[0]).put("seen handled", handled.get()).write(Path.of(args[0]));
		});
		ConfigurableApplicationContext context = new SpringApplication(ExitApplication.class).run(args);
		queue[0] = context.getBean(SafeQueueRegistry.class).find("orders").orElseThrow();
		fill(queue[0]);
		System.out.println("ready");
		returned.await();
	}

	@SuppressWarnings("unchecked")
	private static void fill(SafeQueue<?> queue) {
		for (int i = 1; i <= ITEMS; i++) {
			((SafeQueue<Integer>) queue).offer(i);
		}
		queue.resume();
	}

	@EventListener(ContextClosedEvent.class)
	void closed() {
		closing.countDown();
	}

	@SafeQueueListener(queues = "orders", autoStartup = "false")
	void on(Integer item) throws InterruptedException {
		if (item == LAST_ITEM_BEFORE) {
			if (this.way.underSigterm()) {
				System.out.println("waiting for the signal");
				closing.await(ForkedJvm.LIMIT.toSeconds(), TimeUnit.SECONDS);
			}
			System.out.println("ending");
			this.way.end(this.context);
			returned.countDown();
		}
		handled.incrementAndGet();
	}

	/** Where the application's exit code comes from. */
	@Bean
	ExitCodeGenerator exitCode() {
		return generator;
	}

	/**
	 * How the handler ends the application.
	 */
	enum Way {

		SYSTEM_EXIT, SPRING_EXIT_CLOSE, CLOSE, SYSTEM_EXIT_OF_SPRING_EXIT, SYSTEM_EXIT_UNDER_SIGTERM,
		SPRING_EXIT_CLOSE_UNDER_SIGTERM, CLOSE_UNDER_SIGTERM, RUNTIME_EXIT;

		boolean underSigterm() {
			return name().endsWith("UNDER_SIGTERM");
		}

		/** Whether the handler goes on afterwards. */
		boolean returns() {
			return name().contains("CLOSE");
		}

		void end(ConfigurableApplicationContext context) {
			switch (this) {
				case SYSTEM_EXIT, SYSTEM_EXIT_UNDER_SIGTERM -> System.exit(CODE);
				case RUNTIME_EXIT -> Runtime.getRuntime().exit(CODE);
				case SPRING_EXIT_CLOSE, SPRING_EXIT_CLOSE_UNDER_SIGTERM -> SpringApplication.exit(context);
				case CLOSE, CLOSE_UNDER_SIGTERM -> context.close();
				case SYSTEM_EXIT_OF_SPRING_EXIT -> System.exit(SpringApplication.exit(context));
			}
		}

	}

}
