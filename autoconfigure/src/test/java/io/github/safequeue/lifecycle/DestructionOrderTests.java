package io.github.safequeue.lifecycle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What beans submit while they are destroyed is handled while the handler and all that it
 * needs live, whatever the order of definition and the style of injection.
 */
@ExtendWith(OutputCaptureExtension.class)
class DestructionOrderTests {

	private static final int ITEMS = 20;

	private final Journal journal = new Journal();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SafeQueueAutoConfiguration.class))
		.withPropertyValues("safequeue.shutdown.drain-timeout=20s")
		.withBean(Journal.class, () -> this.journal);

	static Stream<List<String>> orders() {
		List<List<String>> orders = new ArrayList<>();
		permute(new ArrayList<>(List.of("producer", "handler", "dependency", "other")), 0, orders);
		return orders.stream();
	}

	private static void permute(List<String> names, int from, List<List<String>> target) {
		if (from == names.size()) {
			target.add(List.copyOf(names));
		}
		for (int i = from; i < names.size(); i++) {
			Collections.swap(names, from, i);
			permute(names, from + 1, target);
			Collections.swap(names, from, i);
		}
	}

	@ParameterizedTest
	@MethodSource("orders")
	void drainsBetweenProducerAndHandlerInEveryOrderOfDefinition(List<String> order) {
		ApplicationContextRunner ordered = this.runner;
		for (String name : order) {
			ordered = switch (name) {
				case "producer" -> ordered.withBean("producer", Producer.class);
				case "handler" -> ordered.withBean("handler", Handler.class);
				case "dependency" -> ordered.withBean("dependency", Dependency.class);
				default -> ordered.withBean("other", Other.class);
			};
		}
		ordered.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.journal.handled).hasSize(ITEMS);
		assertThat(this.journal.events).containsSubsequence("producer destroyed", "handler destroyed",
				"dependency destroyed");
		assertThat(this.journal.onDestroyed).hasValue(0);
	}

	static Stream<Class<?>> producers() {
		return Stream.of(Producer.class, LazyProducer.class, ProviderProducer.class, LazyMethodProducer.class,
				RegistryProducer.class, LazyRegistryProducer.class, RegistryProviderProducer.class);
	}

	@ParameterizedTest
	@MethodSource("producers")
	<T> void drainsAfterEachStyleOfInjection(Class<T> producer) {
		for (boolean first : new boolean[] { true, false }) {
			this.journal.clear();
			ApplicationContextRunner ordered = first ? this.runner.withBean("producer", producer) : this.runner;
			ordered = ordered.withBean("handler", Handler.class).withBean("dependency", Dependency.class);
			ordered = first ? ordered : ordered.withBean("producer", producer);
			ordered.run((context) -> assertThat(context).hasNotFailed());
			assertThat(this.journal.handled).as("first %s", first).hasSize(ITEMS);
			assertThat(this.journal.onDestroyed).hasValue(0);
		}
	}

	static Stream<Class<?>> handlers() {
		return Stream.of(Handler.class, LazyHandler.class, ProviderHandler.class, LookupHandler.class);
	}

	@ParameterizedTest
	@MethodSource("handlers")
	<T> void whatTheHandlerReachesLazilyOutlivesTheDrain(Class<T> handler) {
		for (boolean first : new boolean[] { true, false }) {
			this.journal.clear();
			ApplicationContextRunner ordered = first ? this.runner.withBean("dependency", Dependency.class)
					: this.runner;
			ordered = ordered.withBean("handler", handler).withBean("producer", Producer.class);
			ordered = first ? ordered : ordered.withBean("dependency", Dependency.class);
			ordered.run((context) -> assertThat(context).hasNotFailed());
			assertThat(this.journal.handled).as("first %s", first).hasSize(ITEMS);
			assertThat(this.journal.onDestroyed).hasValue(0);
		}
	}

	@Test
	void aProducerThatHandlesItsOwnWorkGoesFirstAndItsDependenciesOutliveTheDrain() {
		for (boolean first : new boolean[] { true, false }) {
			this.journal.clear();
			ApplicationContextRunner ordered = first ? this.runner.withBean("dependency", Dependency.class)
					: this.runner;
			ordered = ordered.withBean("both", ProducerAndHandler.class);
			ordered = first ? ordered : ordered.withBean("dependency", Dependency.class);
			ordered.run((context) -> assertThat(context).hasNotFailed());
			assertThat(this.journal.handled).hasSize(ITEMS);
			assertThat(this.journal.onDestroyed).hasValue(0);
		}
	}

	@Test
	void aContestedDependencyOutlivesTheDrainAndItsLateWorkIsRefused(CapturedOutput output) {
		for (boolean first : new boolean[] { true, false }) {
			this.journal.clear();
			ApplicationContextRunner ordered = first ? this.runner.withBean("extra", Producer.class) : this.runner;
			ordered = ordered.withBean("handler", ContestedHandler.class)
				.withBean("contested", ProducingDependency.class);
			ordered = first ? ordered : ordered.withBean("extra", Producer.class);
			ordered.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean("orders", SafeQueue.class).pause();
				for (int i = 0; i < ITEMS; i++) {
					context.getBean(ProducingDependency.class).submit();
				}
			});
			assertThat(this.journal.handled).as("first %s", first).hasSize(2 * ITEMS);
			assertThat(this.journal.onDestroyed).hasValue(0);
			assertThat(this.journal.refused).hasValue(ITEMS);
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("contested") && line.contains("WARN")))
			.hasSize(2);
	}

	@Test
	void queuesThatFeedEachOtherLoseNothing() {
		this.runner.withBean("ping", Ping.class)
			.withBean("pong", Pong.class)
			.withBean("dependency", Dependency.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				@SuppressWarnings("unchecked")
				SafeQueue<Integer> pings = context.getBean("pings", SafeQueue.class);
				for (int i = 0; i < ITEMS; i++) {
					assertThat(pings.offer(101)).isTrue();
				}
			});
		assertThat(this.journal.handled).hasSize(ITEMS * 101 + 2 * 11);
		assertThat(this.journal.onDestroyed).hasValue(0);
	}

	@Test
	void onlyQueuesThatFeedEachOtherAreClosedTogether() {
		this.runner.withBean("ping", Ping.class)
			.withBean("pong", Pong.class)
			.withBean("handler", Handler.class)
			.withBean("dependency", Dependency.class)
			.run((context) -> assertThat(context.getBean(SafeQueueLifecycle.class).planInForce().units())
				.extracting((unit) -> String.join("+", unit.queues()))
				.containsExactlyInAnyOrder("orders", "pings+pongs", "safeQueue"));
	}

	@Test
	void queuesStayTogetherOnceAListenerIsDestroyed() {
		ApplicationContextRunner runner = this.runner.withBean("ping", Ping.class)
			.withBean("pong", Pong.class)
			.withBean("dependency", Dependency.class);
		runner.run((context) -> {
			SafeQueueLifecycle lifecycle = context.getBean(SafeQueueLifecycle.class);
			((GenericApplicationContext) context.getSourceApplicationContext()).getDefaultListableBeanFactory()
				.destroySingleton("ping");
			lifecycle.onApplicationEvent(new ContextClosedEvent(context.getSourceApplicationContext()));
			assertThat(lifecycle.planInForce().unitOf("pongs").queues()).containsExactly("pings", "pongs");
		});
	}

	@Test
	void tasksSubmittedInDestructionUseWhatTheirBeanWasGiven() {
		for (boolean first : new boolean[] { true, false }) {
			this.journal.clear();
			ApplicationContextRunner ordered = first ? this.runner.withBean("dependency", Dependency.class)
					: this.runner;
			ordered = ordered.withBean("tasks", TaskProducer.class).withBean("inner", InnerTaskProducer.class);
			ordered = first ? ordered : ordered.withBean("dependency", Dependency.class);
			ordered.run((context) -> assertThat(context).hasNotFailed());
			assertThat(this.journal.handled).as("first %s", first).hasSize(2 * ITEMS);
			assertThat(this.journal.onDestroyed).hasValue(0);
		}
	}

	@Test
	void aFailedRefreshDrains() {
		this.runner.withBean("dependency", Dependency.class)
			.withBean("handler", Handler.class)
			.withBean("producer", Producer.class)
			.withBean("early", EarlyProducer.class)
			.withBean("failing", Failing.class)
			.run((context) -> assertThat(context).hasFailed());
		assertThat(this.journal.handled).hasSize(2 * ITEMS);
		assertThat(this.journal.onDestroyed).hasValue(0);
	}

	@Test
	void aPausedContextDrainsWhenItIsClosed() {
		this.runner.withBean("handler", Handler.class)
			.withBean("dependency", Dependency.class)
			.withBean("producer", Producer.class)
			.run((context) -> {
				((GenericApplicationContext) context.getSourceApplicationContext()).stop();
				@SuppressWarnings("unchecked")
				SafeQueue<Order> orders = context.getBean("orders", SafeQueue.class);
				orders.offer(new Order(1));
				assertThat(orders.size()).isOne();
			});
		assertThat(this.journal.handled).hasSize(ITEMS + 1);
	}

	record Order(int number) {
	}

	static final class Journal {

		final List<Object> handled = new CopyOnWriteArrayList<>();

		final List<String> events = new CopyOnWriteArrayList<>();

		final AtomicInteger onDestroyed = new AtomicInteger();

		final AtomicInteger refused = new AtomicInteger();

		void clear() {
			this.handled.clear();
			this.events.clear();
			this.onDestroyed.set(0);
			this.refused.set(0);
		}

		void submit(SafeQueue<Order> queue) {
			for (int i = 0; i < ITEMS; i++) {
				if (!queue.offer(new Order(i))) {
					this.refused.incrementAndGet();
				}
			}
		}

	}

	static class Dependency {

		private final Journal journal;

		private volatile boolean destroyed;

		Dependency(Journal journal) {
			this.journal = journal;
		}

		void use(Object item) {
			if (this.destroyed) {
				this.journal.onDestroyed.incrementAndGet();
			}
			this.journal.handled.add(item);
		}

		@PreDestroy
		void destroy() {
			this.destroyed = true;
			this.journal.events.add("dependency destroyed");
		}

	}

	static class Other {

	}

	static class Handler {

		private final Dependency dependency;

		private final Journal journal;

		private volatile boolean destroyed;

		Handler(Dependency dependency, Journal journal) {
			this.dependency = dependency;
			this.journal = journal;
		}

		@SafeQueueListener("orders")
		void on(Order order) {
			if (this.destroyed) {
				this.journal.onDestroyed.incrementAndGet();
			}
			this.dependency.use(order);
		}

		@PreDestroy
		void destroy() {
			this.destroyed = true;
			this.journal.events.add("handler destroyed");
		}

	}

	static class LazyHandler {

		private final Dependency dependency;

		LazyHandler(@Lazy Dependency dependency) {
			this.dependency = dependency;
		}

		@SafeQueueListener("orders")
		void on(Order order) {
			this.dependency.use(order);
		}

	}

	static class ProviderHandler {

		private final ObjectProvider<Dependency> dependency;

		ProviderHandler(ObjectProvider<Dependency> dependency) {
			this.dependency = dependency;
		}

		@SafeQueueListener("orders")
		void on(Order order) {
			this.dependency.getObject().use(order);
		}

	}

	static class LookupHandler {

		private final GenericApplicationContext context;

		LookupHandler(GenericApplicationContext context) {
			this.context = context;
		}

		@SafeQueueListener(queues = "orders", dependsOn = "dependency")
		void on(Order order) {
			this.context.getBean(Dependency.class).use(order);
		}

	}

	abstract static class AbstractProducer {

		private final Journal journal;

		private final Supplier<SafeQueue<Order>> orders;

		AbstractProducer(Journal journal, Supplier<SafeQueue<Order>> orders) {
			this.journal = journal;
			this.orders = orders;
		}

		@PreDestroy
		void destroy() {
			this.journal.submit(this.orders.get());
			this.journal.events.add("producer destroyed");
		}

	}

	static class Producer extends AbstractProducer {

		Producer(Journal journal, SafeQueue<Order> orders) {
			super(journal, () -> orders);
		}

	}

	static class EarlyProducer {

		EarlyProducer(Journal journal, SafeQueue<Order> orders) {
			journal.submit(orders);
		}

	}

	static class LazyProducer extends AbstractProducer {

		LazyProducer(Journal journal, @Lazy SafeQueue<Order> orders) {
			super(journal, () -> orders);
		}

	}

	@Lazy(false)
	static class LazyMethodProducer {

		private final Journal journal;

		private @Nullable SafeQueue<Order> orders;

		LazyMethodProducer(Journal journal) {
			this.journal = journal;
		}

		@org.springframework.beans.factory.annotation.Autowired
		void setOrders(@Lazy SafeQueue<Order> orders) {
			this.orders = orders;
		}

		@PreDestroy
		void destroy() {
			this.journal.submit(this.orders);
		}

	}

	static class ProviderProducer extends AbstractProducer {

		ProviderProducer(Journal journal, ObjectProvider<SafeQueue<Order>> orders) {
			super(journal, orders::getObject);
		}

	}

	static class RegistryProducer extends AbstractProducer {

		RegistryProducer(Journal journal, SafeQueueRegistry registry) {
			super(journal, () -> find(registry));
		}

		@SuppressWarnings("unchecked")
		static SafeQueue<Order> find(SafeQueueRegistry registry) {
			return (SafeQueue<Order>) registry.find("orders").orElseThrow();
		}

	}

	static class LazyRegistryProducer extends AbstractProducer {

		LazyRegistryProducer(Journal journal, @Lazy SafeQueueRegistry registry) {
			super(journal, () -> RegistryProducer.find(registry));
		}

	}

	static class RegistryProviderProducer extends AbstractProducer {

		RegistryProviderProducer(Journal journal, ObjectProvider<SafeQueueRegistry> registry) {
			super(journal, () -> RegistryProducer.find(registry.getObject()));
		}

	}

	static class ProducerAndHandler {

		private final Journal journal;

		private final SafeQueue<Order> orders;

		private final Dependency dependency;

		ProducerAndHandler(Journal journal, @Lazy SafeQueue<Order> orders, Dependency dependency) {
			this.journal = journal;
			this.orders = orders;
			this.dependency = dependency;
		}

		@SafeQueueListener("orders")
		void on(Order order) {
			this.dependency.use(order);
		}

		@PreDestroy
		void destroy() {
			this.journal.submit(this.orders);
		}

	}

	static class ProducingDependency extends Dependency {

		private final Journal journal;

		private final SafeQueue<Order> orders;

		ProducingDependency(Journal journal, SafeQueue<Order> orders) {
			super(journal);
			this.journal = journal;
			this.orders = orders;
		}

		void submit() {
			this.orders.offer(new Order(0));
		}

		@Override
		void destroy() {
			this.journal.submit(this.orders);
			super.destroy();
		}

	}

	static class ContestedHandler {

		private final ProducingDependency dependency;

		ContestedHandler(ProducingDependency dependency) {
			this.dependency = dependency;
		}

		@SafeQueueListener("orders")
		void on(Order order) {
			this.dependency.use(order);
		}

	}

	static class Ping {

		private final SafeQueue<String> pongs;

		private final Dependency dependency;

		Ping(SafeQueue<String> pongs, Dependency dependency) {
			this.pongs = pongs;
			this.dependency = dependency;
		}

		@SafeQueueListener("pings")
		void on(Integer left) {
			this.dependency.use(left);
			if (left > 1) {
				this.pongs.offer(Integer.toString(left - 1));
			}
		}

		@PreDestroy
		void destroy() {
			this.pongs.offer("11");
		}

	}

	static class Pong {

		private final SafeQueue<Integer> pings;

		private final Dependency dependency;

		Pong(SafeQueue<Integer> pings, Dependency dependency) {
			this.pings = pings;
			this.dependency = dependency;
		}

		@SafeQueueListener("pongs")
		void on(String left) {
			this.dependency.use(left);
			if (Integer.parseInt(left) > 1) {
				this.pings.offer(Integer.parseInt(left) - 1);
			}
		}

		@PreDestroy
		void destroy() {
			this.pings.offer(11);
		}

	}

	static class TaskProducer {

		private final SafeQueue<Runnable> tasks;

		private final Dependency dependency;

		TaskProducer(SafeQueue<Runnable> tasks, Dependency dependency, InnerTaskProducer inner) {
			this.tasks = tasks;
			this.dependency = dependency;
		}

		@PreDestroy
		void destroy() {
			for (int i = 0; i < ITEMS; i++) {
				this.tasks.offer(() -> this.dependency.use("outer"));
			}
		}

	}

	static class InnerTaskProducer {

		private final SafeQueue<Runnable> tasks;

		private final Dependency dependency;

		InnerTaskProducer(SafeQueue<Runnable> tasks, Dependency dependency) {
			this.tasks = tasks;
			this.dependency = dependency;
		}

		@PreDestroy
		void destroy() {
			for (int i = 0; i < ITEMS; i++) {
				this.tasks.offer(() -> this.dependency.use("inner"));
			}
		}

	}

	static class Failing {

		Failing() {
			throw new IllegalStateException("no start");
		}

	}

}
