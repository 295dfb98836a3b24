/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.observation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueJdbcStoreAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueKafkaStoreAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueObservationAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueRabbitStoreAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueStoreAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueTestAutoConfiguration;
import io.github.safequeue.store.MemoryBroker;
import io.github.safequeue.store.StoreProvider;
import io.github.safequeue.test.SafeQueueTester;
import io.github.safequeue.testing.KafkaServer;
import io.github.safequeue.testing.RabbitServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The trace of a submitter is that of the handler, over a store.
 */
@ExtendWith(OutputCaptureExtension.class)
class StoredTraceTests {

	private static final Duration LIMIT = Duration.ofMinutes(1);

	private final Ended ended = new Ended();

	private final SdkTracerProvider spans = SdkTracerProvider.builder().addSpanProcessor(this.ended).build();

	private final Tracer tracer = new OtelTracer(this.spans.get("test"), new OtelCurrentTraceContext(), (event) -> {
	});

	private final ObservationRegistry registry = ObservationRegistry.create();

	@TempDir
	private Path directory;

	StoredTraceTests() {
		OtelPropagator propagator = new OtelPropagator(
				ContextPropagators.create(W3CTraceContextPropagator.getInstance()), this.spans.get("test"));
		this.registry.observationConfig()
			.observationHandler(new ObservationHandler.FirstMatchingCompositeObservationHandler(
					new PropagatingSenderTracingObservationHandler<>(this.tracer, propagator),
					new PropagatingReceiverTracingObservationHandler<>(this.tracer, propagator),
					new DefaultTracingObservationHandler(this.tracer)));
	}

	record Order(int number) {
	}

	@Test
	void theTraceOfTheSubmitterGoesOnOverH2() {
		h2().run((context) -> {
			DurableQueue<Order> queue = queue(context);
			Recording recording = context.getBean(Recording.class);
			String offered = submit(() -> assertThat(queue.offer(new Order(1))).isTrue());
			await().untilAsserted(() -> assertThat(recording.traces).containsExactly(offered));
			String sent = submit(() -> assertThat(queue.send(new Order(2))).succeedsWithin(20, TimeUnit.SECONDS));
			await().untilAsserted(() -> assertThat(recording.traces).containsExactly(offered, sent));
			String enqueued = submit(() -> queue.enqueue(new Order(3)));
			await().untilAsserted(() -> assertThat(recording.traces).containsExactly(offered, sent, enqueued));
			await().untilAsserted(() -> assertThat(this.ended.path(enqueued)).containsExactly("submit", "orders send",
					"orders receive", "orders handle"));
		});
	}

	@Test
	void theTraceOfTheSubmitterGoesOnOverABroker() {
		runner().withBean(StoreProvider.class, MemoryBroker::new)
			.withPropertyValues("safequeue.queues.orders.store=broker")
			.run(this::goesOn);
	}

	@Test
	@Tag("servers")
	void theTraceOfTheSubmitterGoesOnOverKafka() {
		try (KafkaServer server = new KafkaServer(this.directory)) {
			runner()
				.withConfiguration(
						AutoConfigurations.of(KafkaAutoConfiguration.class, SafeQueueKafkaStoreAutoConfiguration.class))
				.withPropertyValues("safequeue.queues.orders.store=kafka",
						"spring.kafka.bootstrap-servers=" + server.bootstrapServers())
				.run(this::goesOn);
		}
	}

	@Test
	@Tag("servers")
	void theTraceOfTheSubmitterGoesOnOverRabbitMq() {
		runner()
			.withConfiguration(
					AutoConfigurations.of(RabbitAutoConfiguration.class, SafeQueueRabbitStoreAutoConfiguration.class))
			.withPropertyValues("safequeue.queues.orders.store=rabbit",
					"safequeue.queues.orders.rabbit.queue=" + getClass().getSimpleName(),
					"spring.rabbitmq.host=127.0.0.1", "spring.rabbitmq.port=" + RabbitServer.shared().port())
			.run(this::goesOn);
	}

	private void goesOn(ApplicationContext context) {
		String trace = submit(() -> assertThat(queue(context).offer(new Order(1))).isTrue());
		await().atMost(LIMIT)
			.untilAsserted(() -> assertThat(context.getBean(Recording.class).traces).containsExactly(trace));
		await().untilAsserted(() -> assertThat(this.ended.path(trace)).containsExactly("submit", "orders send",
				"orders receive", "orders handle"));
	}

	@Test
	void aRetryStaysInTheTrace() {
		h2().withPropertyValues("safequeue.queues.orders.retry.max-retries=1",
				"safequeue.queues.orders.retry.delay=1ms")
			.run((context) -> {
				Recording recording = context.getBean(Recording.class);
				recording.failing = true;
				String trace = submit(() -> queue(context).enqueue(new Order(1)));
				await().untilAsserted(() -> assertThat(recording.traces).containsExactly(trace, trace));
			});
	}

	@Test
	void withoutATraceTheHandlerBeginsOne() {
		h2().run((context) -> {
			queue(context).enqueue(new Order(1));
			Recording recording = context.getBean(Recording.class);
			await().untilAsserted(() -> assertThat(recording.traces).doesNotContain("none").hasSize(1));
			await().untilAsserted(
					() -> assertThat(this.ended.path(recording.traces.get(0))).containsExactly("orders handle"));
		});
	}

	@Test
	void theTestKitCarriesTheTrace() {
		runner().withConfiguration(AutoConfigurations.of(SafeQueueTestAutoConfiguration.class))
			.withPropertyValues("safequeue.test.mode=manual")
			.run((context) -> {
				DurableQueue<Order> queue = queue(context);
				String trace = submit(() -> queue.enqueue(new Order(1)));
				context.getBean(SafeQueueTester.class).handleAll("orders");
				assertThat(context.getBean(Recording.class).traces).containsExactly(trace);
				assertThat(this.ended.path(trace)).containsExactly("submit", "orders send", "orders receive",
						"orders handle");
			});
	}

	@Test
	void anObserverThatFailsLosesNoItem(CapturedOutput output) {
		h2().withBean("broken", WorkObserver.class, Broken::new).run((context) -> {
			Recording recording = context.getBean(Recording.class);
			queue(context).enqueue(new Order(1));
			queue(context).offer(new Order(2));
			await().untilAsserted(() -> assertThat(recording.traces).hasSize(2));
		});
		assertThat(output).contains("Queue 'orders': observing its items failed").contains("made to fail");
	}

	@Test
	void sendingAndReceivingMakeNoMeters() {
		NoHandleTimer instead = new NoHandleTimer();
		assertThat(instead.supportsContext(new StoreTransport.Sent())).isTrue();
		assertThat(instead.supportsContext(new StoreTransport.Received())).isTrue();
		assertThat(instead.supportsContext(new Observation.Context())).isFalse();
	}

	private ApplicationContextRunner h2() {
		return runner().withConfiguration(AutoConfigurations.of(SafeQueueJdbcStoreAutoConfiguration.class))
			.withPropertyValues("safequeue.store.jdbc.file=" + this.directory.resolve("store"));
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(SafeQueueAutoConfiguration.class, SafeQueueObservationAutoConfiguration.class,
							SafeQueueStoreAutoConfiguration.class, JacksonAutoConfiguration.class))
			.withUserConfiguration(Recording.class)
			.withBean(ObservationRegistry.class, () -> this.registry)
			.withBean(Tracer.class, () -> this.tracer)
			.withPropertyValues("safequeue.queues.orders.store=jdbc");
	}

	/** Submit within an observation, and return its trace. */
	private String submit(Runnable submission) {
		Observation observation = Observation.start("submit", this.registry);
		try (Observation.Scope scope = observation.openScope()) {
			assertThat(scope.getCurrentObservation()).isSameAs(observation);
			submission.run();
			return Recording.trace(this.tracer);
		}
		finally {
			observation.stop();
		}
	}

	@SuppressWarnings("unchecked")
	private static DurableQueue<Order> queue(ApplicationContext context) {
		return context.getBean("orders", DurableQueue.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Recording {

		final List<String> traces = new CopyOnWriteArrayList<>();

		volatile boolean failing;

		private final Tracer tracer;

		Recording(Tracer tracer) {
			this.tracer = tracer;
		}

		static String trace(Tracer tracer) {
			Span span = tracer.currentSpan();
			return (span != null) ? span.context().traceId() : "none";
		}

		@SafeQueueListener("orders")
		void handle(Order order) {
			this.traces.add(trace(this.tracer));
			if (this.failing) {
				this.failing = false;
				throw new IllegalStateException("made to fail");
			}
		}

	}

	/** Notes the spans that have ended. */
	private static final class Ended implements SpanProcessor {

		private final List<ReadableSpan> spans = new CopyOnWriteArrayList<>();

		/** The names of a trace's spans, each the parent of the next. */
		List<String> path(String trace) {
			List<String> path = new CopyOnWriteArrayList<>();
			String parent = "0000000000000000";
			for (int i = 0; i < this.spans.size(); i++) {
				for (ReadableSpan span : this.spans) {
					if (span.getSpanContext().getTraceId().equals(trace)
							&& span.getParentSpanContext().getSpanId().equals(parent)) {
						path.add(span.getName());
						parent = span.getSpanContext().getSpanId();
						break;
					}
				}
			}
			return path;
		}

		@Override
		public void onStart(io.opentelemetry.context.Context parent, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.spans.add(span);
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

	/** Throws whatever it is asked. */
	private static final class Broken implements WorkObserver {

		@Override
		public Object capture() {
			throw new IllegalStateException("made to fail");
		}

		@Override
		public Call begin(WorkContext context, int items) {
			throw new IllegalStateException("made to fail");
		}

	}

}
