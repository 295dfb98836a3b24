/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.jvm;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Import;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.testing.Figures;

/**
 * A receiver submits until Spring stops it, last of all many at once, and the handler
 * uses a client that Spring stops as well. What became of the items is written at the
 * very end. Arguments: the file, and properties.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ FlushApplication.Receiver.class, FlushApplication.Client.class, FlushApplication.Handler.class })
class FlushApplication {

	static final long BUSY = 500;

	private static final CountDownLatch busy = new CountDownLatch((int) BUSY);

	private static final AtomicLong usedStopped = new AtomicLong();

	public static void main(String[] args) throws InterruptedException {
		SafeQueue<?>[] queues = new SafeQueue<?>[1];
		SpringApplication.getShutdownHandlers().add(() -> end(Path.of(args[0]), queues[0]));
		queues[0] = new SpringApplication(FlushApplication.class).run(args).getBean("items", SafeQueue.class);
		busy.await();
		System.out.println("ready");
	}

	private static void end(Path file, SafeQueue<?> queue) {
		new Figures().put(queue).put("used stopped", usedStopped.get()).write(file);
	}

	/** Submits from a thread of its own, like a listener container. */
	static final class Receiver implements SmartLifecycle {

		private final SafeQueue<Long> items;

		private volatile boolean running;

		private Thread thread = new Thread(this::receive, "receiver");

		Receiver(SafeQueue<Long> items) {
			this.items = items;
		}

		private void receive() {
			for (long number = 0; this.running; number++) {
				this.items.offer(number);
				busy.countDown();
				LockSupport.parkNanos(50_000);
			}
			for (long number = 0; number < BUSY; number++) {
				this.items.offer(number);
			}
		}

		@Override
		public void start() {
			this.running = true;
			this.thread.start();
		}

		@Override
		public void stop() {
			this.running = false;
			try {
				this.thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	/** Stopped as Spring's connection factories are: in phase 0. */
	static final class Client implements SmartLifecycle {

		private volatile boolean running;

		void send() {
			if (!this.running) {
				usedStopped.incrementAndGet();
				throw new IllegalStateException("has been STOPPED");
			}
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return 0;
		}

	}

	record Handler(Client client) {

		@SafeQueueListener(queues = "items", concurrency = "2")
		void on(Long item) {
			LockSupport.parkNanos(100_000);
			this.client.send();
		}

	}

}
