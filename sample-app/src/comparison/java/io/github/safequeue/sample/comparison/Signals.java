/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;

/**
 * Sends signals to this JVM, by {@code kill}, and handles them. The class that does it in
 * a JDK, {@code sun.misc.Signal}, is reached by reflection, since compilers warn of it.
 */
final class Signals implements AutoCloseable {

	private final Process shell;

	/**
	 * Create a sender.
	 * @param name the signal's name, such as {@code USR2}
	 * @throws IOException if there is no shell
	 */
	Signals(String name) throws IOException {
		String loop = "while read line; do kill -s %s %d; done".formatted(name, ProcessHandle.current().pid());
		this.shell = new ProcessBuilder("sh", "-c", loop).start();
	}

	/**
	 * Have a signal handled. The JVM runs each call on a thread of its own.
	 * @param name the signal's name, such as {@code USR2}
	 * @param handler what to do
	 * @throws ReflectiveOperationException if this JVM has no such signals
	 */
	static void handle(String name, Runnable handler) throws ReflectiveOperationException {
		Class<?> signal = Class.forName("sun.misc.Signal");
		Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
		Object proxy = Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] { handlerType },
				(self, method, args) -> {
					if (method.getDeclaringClass() == Object.class) {
						return method.getName().equals("hashCode") ? (Object) System.identityHashCode(self)
								: method.getName().equals("equals") ? (Object) (self == args[0]) : "handler";
					}
					handler.run();
					return null;
				});
		signal.getMethod("handle", signal, handlerType)
			.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
	}

	/**
	 * Send the signal to this JVM.
	 * @throws IOException if the shell is gone
	 */
	void send() throws IOException {
		OutputStream lines = this.shell.getOutputStream();
		lines.write('\n');
		lines.flush();
	}

	@Override
	public void close() {
		this.shell.destroy();
	}

}
