/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.jvm;

import java.lang.ref.Cleaner;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.testing.Figures;
import io.github.safequeue.testing.ForkedJvm;

/**
 * Submits from places where little is allowed. Items are the names of the places.
 * Arguments: the file, whether to wait for signals, and properties.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class SubmitApplication {

	private static final List<String> PLACES = List.of("main", "signal", "cleaner", "closed-event", "cleaner-closing",
			"handler", "cleaner-closed", "hook");

	private static final AtomicLong NONE = new AtomicLong();

	private static final Cleaner cleaner = Cleaner.create();

	private static final Map<String, AtomicLong> accepted = new ConcurrentHashMap<>();

	private static final Map<String, AtomicLong> refused = new ConcurrentHashMap<>();

	private static final Map<String, AtomicLong> handled = new ConcurrentHashMap<>();

	private final SafeQueue<String> queue;

	SubmitApplication(SafeQueue<String> queue) {
		this.queue = queue;
	}

	public static void main(String[] args) throws Exception {
		CountDownLatch hookEnded = new CountDownLatch(1);
		SafeQueue<?>[] queues = new SafeQueue<?>[1];
		SpringApplication.getShutdownHandlers().add(() -> write(queues[0], Path.of(args[0]), hookEnded));
		SubmitApplication application = new SpringApplication(SubmitApplication.class).run(args)
			.getBean(SubmitApplication.class);
		queues[0] = application.queue;
		SpringApplication.getShutdownHandlers().add(application::contextsClosed);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			application.submitUntilClosed();
			hookEnded.countDown();
		}));
		application.submitFromCleaner("cleaner");
		if (Boolean.parseBoolean(args[1])) {
			CountDownLatch signalled = new CountDownLatch(1);
			application.handleSignal("USR2", signalled);
			System.out.println("ready");
			signalled.await();
		}
		for (int i = 0; i < 1000; i++) {
			application.submit("main");
		}
	}

	private static void count(Map<String, AtomicLong> counts, String place) {
		counts.computeIfAbsent(place, (key) -> new AtomicLong()).incrementAndGet();
	}

	private boolean submit(String place) {
		boolean answer = this.queue.offer(place);
		count(answer ? accepted : refused, place);
		return answer;
	}

	/** Let an object die, and submit from its cleaning action. */
	private void submitFromCleaner(String place) {
		CountDownLatch cleaned = new CountDownLatch(1);
		cleaner.register(new Object(), () -> {
			submit(place);
			cleaned.countDown();
		});
		long start = System.nanoTime();
		try {
			do {
				System.gc();
			}
			while (!cleaned.await(20, TimeUnit.MILLISECONDS)
					&& System.nanoTime() - start < ForkedJvm.LIMIT.toNanos() / 2);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void submitUntilClosed() {
		while (submit("hook")) {
			LockSupport.parkNanos(1_000_000);
		}
	}

	/** By reflection: the compiler warns of what is not part of Java SE. */
	private void handleSignal(String name, CountDownLatch signalled) throws ReflectiveOperationException {
		Class<?> signal = Class.forName("sun.misc.Signal");
		Class<?> handler = Class.forName("sun.misc.SignalHandler");
		Object action = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] { handler },
				(proxy, method, args) -> {
					submit("signal");
					signalled.countDown();
					return null;
				});
		signal.getMethod("handle", signal, handler)
			.invoke(null, signal.getConstructor(String.class).newInstance(name), action);
	}

	@EventListener(ContextClosedEvent.class)
	void contextCloses() {
		submit("closed-event");
		submitFromCleaner("cleaner-closing");
	}

	private void contextsClosed() {
		submit("handler");
		submitFromCleaner("cleaner-closed");
	}

	@SafeQueueListener("places")
	void on(String place) {
		count(handled, place);
	}

	private static void write(SafeQueue<?> queue, Path file, CountDownLatch hookEnded) {
		try {
			hookEnded.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		Figures figures = new Figures().put(queue);
		for (Map<String, AtomicLong> counts : List.of(accepted, refused, handled)) {
			String answer = (counts == accepted) ? " accepted" : (counts == refused) ? " refused" : " handled";
			PLACES.forEach((place) -> figures.put(place + answer, counts.getOrDefault(place, NONE).get()));
		}
		figures.write(file);
	}

}
