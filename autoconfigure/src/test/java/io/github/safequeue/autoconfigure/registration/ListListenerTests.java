/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.autoconfigure.QueueTestRunner;

import static io.github.safequeue.autoconfigure.QueueTestRunner.queue;
import static io.github.safequeue.autoconfigure.QueueTestRunner.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Handlers of lists, with and without a batch size.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListListenerTests {

	private final ApplicationContextRunner runner = QueueTestRunner.create();

	private static List<String> warnings(CapturedOutput output) {
		return output.getAll().lines().filter((line) -> line.contains("WARN")).toList();
	}

	@Test
	void listenerWithoutABatchSizeIsAWarning(CapturedOutput output) {
		this.runner.withBean(Mails.class).run((context) -> {
			assertThat(warnings(output)).singleElement()
				.asString()
				.contains("'mails'", "Mails.on(List", "batchSize", "safequeue.queues.mails.batch-size");
			queue(context, "mails").offer("one");
			settle(queue(context, "mails"));
			assertThat(context.getBean(Mails.class).sizes).containsExactly(1);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "safequeue.queues.mails.batch-size=1", "safequeue.queues.mails.batch-size=7",
			"safequeue.defaults.batch-size=1", "safequeue.defaults.batch-size=7" })
	void propertyIsEnough(String property, CapturedOutput output) {
		this.runner.withBean(Mails.class).withPropertyValues(property).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(warnings(output)).isEmpty();
		});
	}

	@Test
	void attributeIsEnough(CapturedOutput output) {
		this.runner.withBean(SingleMails.class).run((context) -> assertThat(warnings(output)).isEmpty());
	}

	@Test
	void handlerBeanWithoutABatchSizeIsAWarning(CapturedOutput output) {
		this.runner.withBean("store", MailStore.class)
			.withPropertyValues("safequeue.queues.mails.handler=store")
			.run((context) -> assertThat(warnings(output)).singleElement()
				.asString()
				.contains("'mails'", "'store'", "safequeue.queues.mails.batch-size"));
	}

	@Test
	void queueOfABeanMethodTakesTheBatchesOfItsListener(CapturedOutput output) {
		this.runner.withBean(SizedMails.class).withUserConfiguration(QueueOfABeanMethod.class).run((context) -> {
			SafeQueue<String> mails = queue(context, "mails");
			for (int i = 0; i < 5; i++) {
				mails.offer("mail " + i);
			}
			mails.resume();
			settle(mails);
			assertThat(mails.snapshot().handled()).isEqualTo(5);
			assertThat(context.getBean(SizedMails.class).sizes).containsExactly(3, 2);
			assertThat(warnings(output)).isEmpty();
		});
	}

	@Test
	void queueOfABeanMethodHasTheAttributesOfItsListener() {
		this.runner.withBean(Letters.class)
			.withUserConfiguration(QueueOfLetters.class)
			.withPropertyValues("safequeue.queues.letters.concurrency=3")
			.run((context) -> {
				SafeQueue<Letter> queue = queue(context, "letters");
				Letters letters = context.getBean(Letters.class);
				assertThat(queue.state()).isEqualTo(SafeQueueState.RUNNING);
				assertThat(queue.snapshot().concurrency()).as("the property wins").isEqualTo(3);
				queue.offer(new Letter("alice", 1));
				queue.offer(new Letter("alice", 2));
				queue.offer(new Letter("bob", 3));
				await().until(() -> letters.handling.size() == 2);
				assertThat(letters.handling).as("of each address the first").containsExactlyInAnyOrder(1, 3);
				letters.over.countDown();
				settle(queue);
				assertThat(letters.handling).hasSize(3);
			});
	}

	record Letter(String address, int number) {
	}

	static class Letters {

		final List<Integer> handling = new CopyOnWriteArrayList<>();

		final CountDownLatch over = new CountDownLatch(1);

		@SafeQueueListener(queues = "letters", key = "address", concurrency = "2", autoStartup = "true")
		void on(Letter letter) throws InterruptedException {
			this.handling.add(letter.number());
			this.over.await();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QueueOfLetters {

		@Bean
		SafeQueue<Letter> letters(SafeQueueBuilder builder) {
			return builder.name("letters").autoStartup(false).build();
		}

	}

	static class Mails {

		final List<Integer> sizes = new CopyOnWriteArrayList<>();

		@SafeQueueListener("mails")
		void on(List<String> mails) {
			this.sizes.add(mails.size());
		}

	}

	static class SingleMails {

		@SafeQueueListener(queues = "mails", batchSize = "1")
		void on(List<String> mails) {
		}

	}

	static class SizedMails {

		final List<Integer> sizes = new CopyOnWriteArrayList<>();

		@SafeQueueListener(queues = "mails", batchSize = "3")
		void on(List<String> mails) {
			this.sizes.add(mails.size());
		}

	}

	static class MailStore implements WorkHandler<List<String>> {

		@Override
		public void handle(List<String> mails) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QueueOfABeanMethod {

		@Bean
		SafeQueue<String> mails(SafeQueueBuilder builder) {
			return builder.name("mails").autoStartup(false).build();
		}

	}

}
