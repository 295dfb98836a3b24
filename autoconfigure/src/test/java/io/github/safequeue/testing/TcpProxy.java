/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Stands between a client and a server, and cuts their connections: at once, or when the
 * client sends what a test waits for, before or after the server has received it.
 */
public final class TcpProxy implements AutoCloseable {

	private final ServerSocket entrance;

	private final int port;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private volatile Predicate<String> cutBefore = (data) -> false;

	private volatile Predicate<String> cutAfter = (data) -> false;

	/**
	 * Open a proxy on a free port of this host.
	 * @param port the server's port on this host
	 */
	public TcpProxy(int port) throws IOException {
		this.port = port;
		this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start(this::accept);
	}

	public int port() {
		return this.entrance.getLocalPort();
	}

	/** Cut the next connection on which the client sends this; the server misses it. */
	public void cutBefore(String data) {
		this.cutBefore = (sent) -> sent.contains(data);
	}

	/**
	 * Cut the next connection on which the client sends this; the client misses the
	 * answer.
	 */
	public void cutAfter(String data) {
		this.cutAfter = (sent) -> sent.contains(data);
	}

	/** Cut all connections. */
	public void cut() {
		this.sockets.forEach(TcpProxy::close);
	}

	@Override
	public void close() throws IOException {
		this.entrance.close();
		cut();
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.entrance.accept();
				Socket server = new Socket(InetAddress.getLoopbackAddress(), this.port);
				this.sockets.add(client);
				this.sockets.add(server);
				start(() -> copy(client, server, true));
				start(() -> copy(server, client, false));
			}
		}
		catch (IOException ex) {
			cut();
		}
	}

	private void copy(Socket from, Socket to, boolean watched) {
		byte[] buffer = new byte[65_536];
		try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				String data = watched ? new String(buffer, 0, read, StandardCharsets.ISO_8859_1) : "";
				if (this.cutBefore.test(data)) {
					this.cutBefore = (sent) -> false;
					return;
				}
				if (this.cutAfter.test(data)) {
					this.cutAfter = (sent) -> false;
					// The client is cut off first: it must not see the answer.
					close(from);
					out.write(buffer, 0, read);
					out.flush();
					to.getInputStream().read();
					return;
				}
				out.write(buffer, 0, read);
				out.flush();
			}
		}
		catch (IOException ex) {
			// One of the two sides has gone.
		}
		finally {
			close(from);
			close(to);
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void start(Runnable work) {
		Thread thread = new Thread(work, "tcp-proxy");
		thread.setDaemon(true);
		thread.start();
	}

}
