/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports for servers. Any thread.
 */
final class FreePorts {

	private FreePorts() {
	}

	/**
	 * Return a port that is free, and not among those that the system gives to clients: a
	 * client that connects to such a port while the server is down may reach itself.
	 */
	static int next() {
		for (int attempt = 0; attempt < 100; attempt++) {
			int port = ThreadLocalRandom.current().nextInt(12_000, 30_000);
			try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// Used by somebody else.
			}
		}
		throw new IllegalStateException("No port is free");
	}

}
