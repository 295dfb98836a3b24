/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.UndeliveredWorkException;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.testing.ForkedJvm;
import io.github.safequeue.testing.RabbitServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The listener of the guide hands messages over to a queue in memory and loses none, and
 * those that the guide warns of lose or repeat some.
 */
@Tag("servers")
@Timeout(300)
class RabbitHandOverTests {

	private static final int MESSAGES = 400;

	private static final int FAILING = 50;

	private final RabbitApplication application = new RabbitApplication(RabbitServer.shared());

	private final List<String> handled = new CopyOnWriteArrayList<>();

	private String queue() {
		return this.application.queue;
	}

	/** Put messages into a queue that has a dead-letter queue. */
	private void fill() {
		fill(queues(queue()));
	}

	private void fill(List<Queue> queues) {
		CachingConnectionFactory connections = new CachingConnectionFactory(RabbitServer.shared().client());
		RabbitAdmin admin = new RabbitAdmin(connections);
		queues.forEach(admin::declareQueue);
		connections.destroy();
		this.application.with((channel) -> {
			channel.confirmSelect();
			for (int i = 0; i < MESSAGES; i++) {
				channel.basicPublish("", queue(), MessageProperties.PERSISTENT_TEXT_PLAIN,
						Integer.toString(i).getBytes(StandardCharsets.UTF_8));
			}
			channel.waitForConfirmsOrDie();
			return null;
		});
	}

	static List<Queue> queues(String name) {
		return List.of(QueueBuilder.durable(name)
			.quorum()
			.deadLetterExchange("")
			.deadLetterRoutingKey(name + ".dlq")
			.withArgument("x-dead-letter-strategy", "at-least-once")
			.overflow(QueueBuilder.Overflow.rejectPublish)
			.build(), QueueBuilder.durable(name + ".dlq").quorum().build());
	}

	private ApplicationContextRunner runner(Class<?> listener) {
		return new ApplicationContextRunner().withUserConfiguration(listener)
			.withBean("handled", Consumer.class, () -> (Consumer<String>) this.handled::add)
			.withPropertyValues(properties());
	}

	private String[] properties() {
		return new String[] { "spring.rabbitmq.host=127.0.0.1", "spring.rabbitmq.port=" + RabbitServer.shared().port(),
				"queue=" + queue(), "spring.rabbitmq.listener.simple.acknowledge-mode=manual",
				"safequeue.queues.messages.concurrency=4" };
	}

	private boolean isEmpty() {
		return this.application.count(queue()) == 0;
	}

	private Set<String> takeAll(String name) {
		return this.application.take(name)
			.stream()
			.map((message) -> new String(message.getBody(), StandardCharsets.UTF_8))
			.collect(Collectors.toCollection(HashSet::new));
	}

	/** Handle some, close under load, and handle what is left. */
	private void handleInTwoRuns(Class<?> listener, String... properties) {
		fill();
		ApplicationContextRunner runner = runner(listener).withPropertyValues(properties);
		runner.run((context) -> await().atMost(RabbitApplication.LIMIT).until(() -> this.handled.size() > 40));
		assertThat(isEmpty()).isFalse();
		handleTheRest(runner);
	}

	private void handleTheRest(ApplicationContextRunner runner) {
		runner.run((context) -> await().atMost(RabbitApplication.LIMIT)
			.until(() -> isEmpty() && messages(context).awaitQuiescence(Duration.ZERO)));
		assertThat(isEmpty()).isTrue();
	}

	private static SafeQueue<?> messages(AssertableApplicationContext context) {
		return context.getBean("messages", SafeQueue.class);
	}

	private static boolean isFailing(String value) {
		return Integer.parseInt(value) % (MESSAGES / FAILING) == 0;
	}

	/** What was handled, or is a dead letter. */
	private Set<String> settled() {
		Set<String> letters = takeAll(queue() + ".dlq");
		assertThat(letters.stream().filter(Predicate.not(RabbitHandOverTests::isFailing))).isEmpty();
		letters.addAll(this.handled);
		return letters;
	}

	@Test
	void listenerOfTheGuideLosesAndRepeatsNothing() {
		handleInTwoRuns(OrderMessages.class);
		assertThat(this.handled).doesNotHaveDuplicates().hasSize(MESSAGES - FAILING);
		assertThat(settled()).hasSize(MESSAGES);
	}

	@Test
	void whatClosingInterruptsComesAgain() {
		handleInTwoRuns(NotWaiting.class, "safequeue.shutdown.drain-timeout=1ms");
		assertThat(settled()).hasSize(MESSAGES);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void listenerThatDoesNotWaitRepeats(CapturedOutput output) {
		handleInTwoRuns(NotWaiting.class);
		assertThat(output).doesNotContain("unknown delivery tag");
		assertThat(settled()).hasSize(MESSAGES);
		assertThat(this.handled.size()).isGreaterThan(MESSAGES - FAILING);
	}

	@Test
	void listenerThatAcknowledgesFirstLosesMessages() {
		fill();
		runner(AcknowledgingFirst.class).withPropertyValues("safequeue.shutdown.drain-timeout=1ms")
			.run((context) -> await().atMost(RabbitApplication.LIMIT).until(() -> this.handled.size() > 40));
		Set<String> found = settled();
		found.addAll(takeAll(queue()));
		assertThat(found).hasSizeLessThan(MESSAGES);
	}

	@Test
	void refusedMessagesComeAgain() {
		fill();
		runner(OrderMessages.class).withPropertyValues("safequeue.queues.messages.capacity=16")
			.run((context) -> await().atMost(RabbitApplication.LIMIT)
				.until(() -> messages(context).snapshot().rejectedFull() > 0 && this.handled.size() > 4));
		Set<String> found = settled();
		found.addAll(takeAll(queue()));
		assertThat(found).hasSize(MESSAGES);
	}

	@Test
	void messagesOfAKilledProcessComeAgain() {
		kill(OrderMessages.class);
		handleTheRest(runner(OrderMessages.class));
		assertThat(settled()).hasSize(MESSAGES);
	}

	@Test
	void listenerThatAcknowledgesFirstLosesThoseOfAKilledProcess() {
		kill(AcknowledgingFirst.class);
		handleTheRest(runner(AcknowledgingFirst.class));
		assertThat(settled()).hasSizeLessThan(MESSAGES);
	}

	/** Handle some in a process that is killed. */
	private void kill(Class<?> listener) {
		fill();
		String[] properties = properties();
		Object[] arguments = new Object[properties.length + 1];
		arguments[0] = listener.getName();
		for (int i = 0; i < properties.length; i++) {
			arguments[i + 1] = "--" + properties[i];
		}
		try (ForkedJvm process = ForkedJvm.startWith(List.of(), Application.class, arguments)) {
			process.awaitLine("handled 41").signal("KILL").exitCode();
			process.output()
				.stream()
				.filter((line) -> line.startsWith("handled "))
				.forEach((line) -> this.handled.add(line.substring("handled ".length())));
		}
	}

	@Test
	void messageWhoseFutureFailsIsCalledAgainAndLost() {
		fill(List.of(QueueBuilder.durable(queue()).quorum().deliveryLimit(2).build()));
		handleTheRest(runner(FailingFutures.class));
		assertThat(this.handled).hasSize(MESSAGES - FAILING);
	}

	/**
	 * An application in a process of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Application {

		public static void main(String[] args) throws ClassNotFoundException {
			new SpringApplicationBuilder(Application.class, Class.forName(args[0])).web(WebApplicationType.NONE)
				.run(args);
		}

		@Bean
		Consumer<String> handled() {
			return (message) -> System.out.println("handled " + message);
		}

	}

	/**
	 * Handles what was handed over.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SafeQueueAutoConfiguration.class, RabbitAutoConfiguration.class })
	static class Handler {

		private final Consumer<String> handled;

		Handler(Consumer<String> handled) {
			this.handled = handled;
		}

		@SafeQueueListener("messages")
		void handle(Message message) throws InterruptedException {
			TimeUnit.MILLISECONDS.sleep(40);
			String body = new String(message.getBody(), StandardCharsets.UTF_8);
			if (isFailing(body)) {
				throw new IllegalStateException("as it should");
			}
			this.handled.accept(body);
		}

	}

	/**
	 * The listener of the guide.
	 */
	@Import(Handler.class)
	static class OrderMessages {

		private final SafeQueue<Message> messages;

		private volatile boolean closing;

		OrderMessages(SafeQueue<Message> messages) {
			this.messages = messages;
		}

		@RabbitListener(queues = "${queue}")
		@SuppressWarnings("FutureReturnValueIgnored")
		void on(Message message, Channel channel) {
			if (!this.closing) {
				this.messages.submit(message).whenComplete((handled, failure) -> settle(message, channel, failure));
			}
		}

		private void settle(Message message, Channel channel, @Nullable Throwable failure) {
			if (!channel.isOpen()) {
				return;
			}
			long tag = message.getMessageProperties().getDeliveryTag();
			try {
				if (failure == null) {
					channel.basicAck(tag, false);
				}
				else if (!(failure instanceof RejectedWorkException || failure instanceof UndeliveredWorkException)) {
					channel.basicReject(tag, false);
				}
			}
			catch (IOException | RuntimeException ex) {
				// The channel is closing, and RabbitMQ delivers the message again.
			}
		}

		@EventListener(ContextClosedEvent.class)
		void close() throws InterruptedException {
			this.closing = true;
			this.messages.awaitQuiescence(Duration.ofSeconds(10));
		}

	}

	/**
	 * Does not wait when the application closes.
	 */
	static class NotWaiting extends OrderMessages {

		NotWaiting(SafeQueue<Message> messages) {
			super(messages);
		}

		@Override
		void close() {
			// The container hands over all that it has, and closes its channel.
		}

	}

	/**
	 * Acknowledges before the message is handled.
	 */
	@Import(Handler.class)
	static class AcknowledgingFirst {

		private final SafeQueue<Message> messages;

		AcknowledgingFirst(SafeQueue<Message> messages) {
			this.messages = messages;
		}

		@RabbitListener(queues = "${queue}", ackMode = "AUTO")
		void on(Message message) {
			this.messages.offer(message);
		}

	}

	/**
	 * Returns a future, which Spring settles.
	 */
	@Import(Handler.class)
	static class FailingFutures {

		private final SafeQueue<Message> messages;

		FailingFutures(SafeQueue<Message> messages) {
			this.messages = messages;
		}

		@RabbitListener(queues = "${queue}")
		CompletableFuture<Void> on(Message message) {
			return this.messages.submit(message);
		}

	}

}
