/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.testing.Figures;

/**
 * The main thread offers without a pause, and each signal offers an item more. The JVM
 * runs a Java signal handler on a thread of its own and stops no other thread for it: to
 * the queue it is one more submitter, which comes while the main thread is anywhere
 * inside {@code offer}, and cannot be waited for by it. Arguments: the file, how many
 * items may wait before the main thread pauses, and properties.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class StormApplication {

	/**
	 * The JVM serves the signal with the lowest number first. One below that of
	 * {@code TERM} would keep the JVM from ending for as long as the storm lasts.
	 */
	static final String SIGNAL = "WINCH";

	static final int ENOUGH = 1500;

	/** The items of the main thread. It begins again when it used them all. */
	private static final int ITEMS_OF_MAIN = 1 << 20;

	private static final int ITEMS_OF_SIGNALS = 1 << 18;

	/** By item: how often it was accepted, and how often that ended. */
	private static final AtomicIntegerArray accepted = new AtomicIntegerArray(ITEMS_OF_MAIN + ITEMS_OF_SIGNALS);

	private static final AtomicIntegerArray ended = new AtomicIntegerArray(accepted.length());

	private static final AtomicInteger signals = new AtomicInteger();

	private static final AtomicInteger signalsInHand = new AtomicInteger();

	private static long mainAccepted;

	private static long mainRefused;

	private static volatile boolean over;

	private final SafeQueue<Integer> queue;

	StormApplication(SafeQueue<Integer> numbers) {
		this.queue = numbers;
	}

	public static void main(String[] args) throws ReflectiveOperationException {
		Thread main = Thread.currentThread();
		StormApplication[] application = new StormApplication[1];
		SpringApplication.getShutdownHandlers().add(() -> application[0].end(main, Path.of(args[0])));
		application[0] = new SpringApplication(StormApplication.class).run(args).getBean(StormApplication.class);
		application[0].handleSignals();
		System.out.println("ready");
		application[0].offer(Integer.parseInt(args[1]));
	}

	private void offer(int limit) {
		while (!over) {
			int item = (int) (mainAccepted % ITEMS_OF_MAIN);
			if (this.queue.offer(item)) {
				accepted.incrementAndGet(item);
				mainAccepted++;
			}
			else {
				mainRefused++;
			}
			while (mainAccepted % 64 == 0 && this.queue.size() > limit && !over) {
				LockSupport.parkNanos(10_000);
			}
		}
	}

	private void signalled() {
		signalsInHand.incrementAndGet();
		try {
			int count = signals.incrementAndGet();
			int item = ITEMS_OF_MAIN + count;
			if (!over && item < accepted.length()) {
				if (this.queue.offer(item)) {
					accepted.incrementAndGet(item);
				}
				if (count == ENOUGH) {
					System.out.println("enough");
				}
			}
		}
		finally {
			signalsInHand.decrementAndGet();
		}
	}

	/** By reflection: the compiler warns of what is not part of Java SE. */
	private void handleSignals() throws ReflectiveOperationException {
		Class<?> signal = Class.forName("sun.misc.Signal");
		Class<?> handler = Class.forName("sun.misc.SignalHandler");
		Object action = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] { handler },
				(proxy, method, args) -> {
					signalled();
					return null;
				});
		signal.getMethod("handle", signal, handler)
			.invoke(null, signal.getConstructor(String.class).newInstance(SIGNAL), action);
	}

	@SafeQueueListener("numbers")
	void on(Integer item) {
		ended.incrementAndGet(item);
	}

	/** The main thread may keep the queue busy until its time is over. */
	@Bean
	UndeliveredWorkHandler undeliveredWorkHandler() {
		return (work) -> work.items().forEach((item) -> ended.incrementAndGet((Integer) item));
	}

	private void end(Thread main, Path file) {
		over = true;
		try {
			main.join(10_000);
		}
		catch (InterruptedException ex) {
			return;
		}
		while (signalsInHand.get() > 0) {
			Thread.onSpinWait();
		}
		Figures.awaitNothingInFlight(this.queue);
		int wrong = 0;
		int ofSignals = 0;
		for (int i = 0; i < accepted.length(); i++) {
			wrong += (accepted.get(i) == ended.get(i)) ? 0 : 1;
			ofSignals += (i >= ITEMS_OF_MAIN) ? accepted.get(i) : 0;
		}
		new Figures().put(this.queue)
			.put("not ended once", wrong)
			.put("main accepted", mainAccepted)
			.put("main refused", mainRefused)
			.put("signals", signals.get())
			.put("signals accepted", ofSignals)
			.write(file);
	}

}
