/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.observation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.autoconfigure.SafeQueueContextAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueObservationAutoConfiguration;
import io.github.safequeue.testing.Secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Handler calls as observations, in the context of their submitters.
 */
class HandlerObservationsTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final Handler handler = new Handler(this.registry);

	private final ApplicationContextRunner runner = QueueTestRunner.create()
		.withConfiguration(AutoConfigurations.of(SafeQueueContextAutoConfiguration.class,
				SafeQueueObservationAutoConfiguration.class))
		.withPropertyValues("safequeue.observations.enabled=true")
		.withBean("handler", Handler.class, () -> this.handler);

	private final ApplicationContextRunner observed = this.runner.withBean(ObservationRegistry.class,
			() -> this.registry);

	@Test
	void aHandlerCallIsAnObservation() {
		this.observed.run((context) -> {
			SafeQueue<Object> queue = QueueTestRunner.queue(context, "orders");
			assertThat(queue.submit("item")).succeedsWithin(QueueTestRunner.LIMIT);
			assertThat(this.registry).hasSingleObservationThat()
				.hasNameEqualTo("safequeue.handle")
				.hasContextualNameEqualTo("orders handle")
				.hasLowCardinalityKeyValue("queue", "orders")
				.hasLowCardinalityKeyValue("outcome", "SUCCESS")
				.hasLowCardinalityKeyValue("exception", "none")
				.hasHighCardinalityKeyValue("attempt", "1")
				.hasHighCardinalityKeyValue("items", "1")
				.doesNotHaveError()
				.doesNotHaveParentObservation()
				.hasBeenStarted()
				.hasBeenStopped();
			assertThat(this.handler.notes).containsExactly("item in safequeue.handle, mdc null");
		});
	}

	@Test
	void aCallThatRunsClaimsNoSuccess() {
		this.observed.run((context) -> {
			SafeQueue<Object> queue = QueueTestRunner.queue(context, "orders");
			assertThat(queue.submit("item")).succeedsWithin(QueueTestRunner.LIMIT);
		});
		assertThat(this.handler.running).containsExactly("outcome=UNKNOWN");
		assertThat(this.registry).hasSingleObservationThat().hasLowCardinalityKeyValue("outcome", "SUCCESS");
	}

	@Test
	void aCallThatCouldNotBeginClaimsNoSuccess() {
		ObservationRegistry broken = ObservationRegistry.create();
		List<Object> stopped = new CopyOnWriteArrayList<>();
		broken.observationConfig().observationHandler(new Failing("open") {

			@Override
			public void onStop(Observation.Context context) {
				stopped.add(String.valueOf(context.getLowCardinalityKeyValue("outcome")));
			}

		});
		HandlerObservations observations = new HandlerObservations();
		observations.bindTo(broken, null);
		assertThatIllegalStateException().isThrownBy(() -> observations.begin(new Call(), 1));
		assertThat(stopped).hasSize(1).allMatch((outcome) -> outcome.toString().contains("UNKNOWN"));
	}

	@Test
	void eachAttemptIsOneAndHasItsError() {
		this.observed.withPropertyValues("safequeue.defaults.retry.max-retries=1", "safequeue.defaults.retry.delay=1ms")
			.run((context) -> {
				SafeQueue<Object> queue = QueueTestRunner.queue(context, "orders");
				queue.offer("bad");
				QueueTestRunner.settle(queue);
				assertThat(this.registry).hasNumberOfObservationsWithNameEqualTo("safequeue.handle", 2)
					.forAllObservationsWithNameEqualTo("safequeue.handle",
							(observation) -> observation.hasLowCardinalityKeyValue("outcome", "ERROR")
								.hasLowCardinalityKeyValue("exception", "IllegalStateException")
								.hasError(this.handler.failure));
				assertThat(this.registry)
					.hasAnObservation((observation) -> observation.hasHighCardinalityKeyValue("attempt", "2"));
			});
	}

	@Test
	void theSubmittersObservationIsTheParentWhereContextIsPropagated() {
		this.observed.withPropertyValues("safequeue.propagate-context=true")
			.run((context) -> submitWithin(QueueTestRunner.queue(context, "orders")));
		assertThat(this.registry).hasObservationWithNameEqualTo("safequeue.handle")
			.that()
			.hasParentObservationContextMatching((parent) -> "request".equals(parent.getName()));
		assertThat(this.handler.notes).containsExactly("item in safequeue.handle, mdc 17",
				"next in safequeue.handle, mdc null");
	}

	@Test
	void withoutPropagationThereIsNoParent() {
		this.observed.run((context) -> submitWithin(QueueTestRunner.queue(context, "orders")));
		assertThat(this.registry).hasObservationWithNameEqualTo("safequeue.handle")
			.that()
			.doesNotHaveParentObservation();
		assertThat(this.handler.notes).containsExactly("item in safequeue.handle, mdc null",
				"next in safequeue.handle, mdc null");
	}

	@Test
	void contextReachesKeyedAndVirtualThreads() {
		for (String property : List.of("safequeue.queues.keyed.concurrency=3",
				"safequeue.defaults.virtual-threads=true")) {
			this.handler.notes.clear();
			this.observed.withPropertyValues("safequeue.defaults.propagate-context=true", property)
				.run((context) -> submitWithin(QueueTestRunner.queue(context, "keyed")));
			assertThat(this.handler.notes).as(property)
				.containsExactly("item in safequeue.handle, mdc 17", "next in safequeue.handle, mdc null");
		}
	}

	@Test
	void aQueueMayDifferFromTheDefaultsAndTheseFromAll() {
		this.observed
			.withPropertyValues("safequeue.propagate-context=true", "safequeue.defaults.propagate-context=false",
					"safequeue.queues.keyed.propagate-context=true")
			.run((context) -> {
				submitWithin(QueueTestRunner.queue(context, "orders"));
				submitWithin(QueueTestRunner.queue(context, "keyed"));
			});
		assertThat(this.handler.notes).filteredOn((note) -> note.startsWith("item"))
			.containsExactly("item in safequeue.handle, mdc null", "item in safequeue.handle, mdc 17");
	}

	/** Submit an item within an observation and with an MDC, and another without. */
	private void submitWithin(SafeQueue<Object> queue) {
		Observation.createNotStarted("request", this.registry).observe(() -> {
			MDC.put("order", "17");
			queue.offer("item");
			MDC.clear();
		});
		assertThat(queue.submit("next")).succeedsWithin(QueueTestRunner.LIMIT);
	}

	@Test
	void aShortCallIsObservedWithinATraceInAnyCase() {
		HandlerObservations observations = new HandlerObservations();
		observations.bindTo(this.registry, null);
		assertThat(observations.observesShortCalls()).isFalse();
		Observation.createNotStarted("request", this.registry)
			.observe(() -> assertThat(observations.observesShortCalls()).isTrue());
	}

	@Test
	void aConventionOfTheApplicationIsUsed() {
		this.observed.withBean(SafeQueueHandleConvention.class, Convention::new).run((context) -> {
			SafeQueue<Object> queue = QueueTestRunner.queue(context, "orders");
			assertThat(queue.submit("item")).succeedsWithin(QueueTestRunner.LIMIT);
			assertThat(this.registry).hasSingleObservationThat()
				.hasNameEqualTo("work")
				.hasLowCardinalityKeyValue("team", "sales");
		});
	}

	@Test
	void bootsPropertiesTurnTheObservationsOff() {
		this.runner.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class))
			.withPropertyValues("management.observations.enable.safequeue.handle=false")
			.run((context) -> {
				SafeQueue<Object> queue = QueueTestRunner.queue(context, "orders");
				assertThat(queue.submit("item")).succeedsWithin(QueueTestRunner.LIMIT);
				assertThat(this.handler.started).isEmpty();
			});
		this.runner.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class)).run((context) -> {
			SafeQueue<Object> queue = QueueTestRunner.queue(context, "orders");
			assertThat(queue.submit("item")).succeedsWithin(QueueTestRunner.LIMIT);
			assertThat(this.handler.started).containsExactly("safequeue.handle");
		});
	}

	@Test
	void aRegistryWithoutHandlersCostsNothing() {
		HandlerObservations observations = new HandlerObservations();
		observations.bindTo(ObservationRegistry.create(), null);
		assertThat(observations.begin(new Call(), 1)).isSameAs(WorkObserver.UNOBSERVED);
		observations.bindTo(this.registry, null);
		WorkObserver.Call call = observations.begin(new Call(), 1);
		assertThat(call).isNotSameAs(WorkObserver.UNOBSERVED);
		call.end(null);
	}

	@Test
	void anObservationHandlerThatFailsLeavesNoScopeOnTheThread() {
		for (String moment : List.of("start", "open", "error", "close", "stop")) {
			ObservationRegistry broken = ObservationRegistry.create();
			broken.observationConfig().observationHandler(new Failing(moment));
			HandlerObservations observations = new HandlerObservations();
			observations.bindTo(broken, null);
			try {
				observations.begin(new Call(), 1).end(new IllegalArgumentException());
			}
			catch (IllegalStateException ex) {
				assertThat(ex).hasMessage(moment);
			}
			assertThat(broken.getCurrentObservationScope()).as(moment).isNull();
		}
	}

	@Test
	void itemsAreHandledWhateverObservationHandlersThrow() {
		this.runner.withBean(ObservationRegistry.class, () -> {
			ObservationRegistry broken = ObservationRegistry.create();
			broken.observationConfig().observationHandler(new Failing("open"));
			return broken;
		}).run((context) -> {
			SafeQueue<Object> queue = QueueTestRunner.queue(context, "orders");
			assertThat(queue.submit("item")).succeedsWithin(QueueTestRunner.LIMIT);
			assertThat(queue.submit("item")).succeedsWithin(QueueTestRunner.LIMIT);
			assertThat(queue.snapshot().handled()).isEqualTo(2);
		});
	}

	@Test
	void noObservationShowsAnItem() {
		this.observed.run((context) -> {
			SafeQueue<Object> queue = QueueTestRunner.queue(context, "orders");
			assertThat(queue.submit(new Secret())).succeedsWithin(QueueTestRunner.LIMIT);
			assertThat(this.registry).hasSingleObservationThat()
				.satisfies((observation) -> assertThat(observation.toString()).doesNotContain(Secret.CONTENT));
		});
	}

	static class Handler implements ObservationHandler<Observation.Context> {

		final List<String> notes = new CopyOnWriteArrayList<>();

		/** The outcomes of calls while they ran. */
		final List<String> running = new CopyOnWriteArrayList<>();

		final List<String> started = new CopyOnWriteArrayList<>();

		final IllegalStateException failure = new IllegalStateException("on purpose");

		private final ObservationRegistry registry;

		Handler(ObservationRegistry registry) {
			this.registry = registry;
		}

		@SafeQueueListener("orders")
		void handle(Object item) {
			Observation current = this.registry.getCurrentObservation();
			this.notes.add("%s in %s, mdc %s".formatted(item, (current != null) ? current.getContext().getName() : null,
					MDC.get("order")));
			if (current != null) {
				KeyValue outcome = current.getContext().getLowCardinalityKeyValue("outcome");
				this.running.add("outcome=" + ((outcome != null) ? outcome.getValue() : null));
			}
			if (item.equals("bad")) {
				throw this.failure;
			}
		}

		@SafeQueueListener(queues = "keyed", key = "empty")
		void handleKeyed(Object item) {
			handle(item);
		}

		@Override
		public void onStart(Observation.Context context) {
			this.started.add(context.getName());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	private static final class Convention extends DefaultSafeQueueHandleConvention {

		@Override
		public String getName() {
			return "work";
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(SafeQueueHandleContext context) {
			return super.getLowCardinalityKeyValues(context).and(KeyValue.of("team", "sales"));
		}

	}

	private static final class Call implements WorkContext {

		@Override
		public String queue() {
			return "orders";
		}

		@Override
		public int attempt() {
			return 1;
		}

	}

	private static class Failing implements ObservationHandler<Observation.Context> {

		private final String moment;

		Failing(String moment) {
			this.moment = moment;
		}

		@Override
		public void onStart(Observation.Context context) {
			failAt("start");
		}

		@Override
		public void onScopeOpened(Observation.Context context) {
			failAt("open");
		}

		@Override
		public void onError(Observation.Context context) {
			failAt("error");
		}

		@Override
		public void onScopeClosed(Observation.Context context) {
			failAt("close");
		}

		@Override
		public void onStop(Observation.Context context) {
			failAt("stop");
		}

		private void failAt(@Nullable String now) {
			if (this.moment.equals(now)) {
				throw new IllegalStateException(now);
			}
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
