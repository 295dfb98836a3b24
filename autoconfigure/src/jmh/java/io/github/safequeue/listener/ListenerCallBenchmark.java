/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.core.ResolvableType;

import io.github.safequeue.WorkHandler;

/**
 * The call of a listener method by its handler, beside the direct call of the method.
 * With several methods, as in an application with several queues, one call site calls
 * several handlers, which the compiler cannot tell apart.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class ListenerCallBenchmark {

	private static final int METHODS = 4;

	private Listener listener = new Listener();

	private String item = "item";

	private WorkHandler<Object>[] handlers;

	@Setup
	public void setUp() throws Exception {
		this.handlers = handlers();
		for (int i = 0; i < METHODS; i++) {
			Method method = Listener.class.getDeclaredMethod("on" + i, String.class);
			ListenerSignature signature = new ListenerSignature(method, method.getName(), "queue", 0, -1,
					ResolvableType.forClass(String.class), false);
			this.handlers[i] = MethodCalls.handler(method, signature, this.listener);
		}
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static WorkHandler<Object>[] handlers() {
		return new WorkHandler[METHODS];
	}

	@Benchmark
	public void direct() {
		this.listener.on0(this.item);
	}

	@Benchmark
	public void handler() throws Exception {
		this.handlers[0].handle(this.item);
	}

	@Benchmark
	@OperationsPerInvocation(METHODS)
	public void severalDirect() {
		this.listener.on0(this.item);
		this.listener.on1(this.item);
		this.listener.on2(this.item);
		this.listener.on3(this.item);
	}

	@Benchmark
	@OperationsPerInvocation(METHODS)
	public void severalHandlers() throws Exception {
		for (WorkHandler<Object> handler : this.handlers) {
			handler.handle(this.item);
		}
	}

	/** A bean with listener methods. */
	static class Listener {

		int sum;

		void on0(String item) {
			this.sum += item.length();
		}

		void on1(String item) {
			this.sum -= item.length();
		}

		void on2(String item) {
			this.sum ^= item.length();
		}

		void on3(String item) {
			this.sum |= item.length();
		}

	}

}
