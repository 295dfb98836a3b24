/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A network namespace, which is to this machine as a host of its own behind a cable. Used
 * by one thread, and removed with the JVM at the latest. Needs the rights of root.
 */
final class SeparateHost implements AutoCloseable {

	private final String name = "sq" + ProcessHandle.current().pid();

	private final String network;

	private final Thread hook = new Thread(this::remove);

	SeparateHost() {
		long pid = ProcessHandle.current().pid();
		this.network = "10.%d.%d.".formatted(200 + pid / 256 % 50, pid % 256);
		Runtime.getRuntime().addShutdownHook(this.hook);
		try {
			ip("netns add " + this.name);
			ip("link add %sa type veth peer name %sb netns %s".formatted(this.name, this.name, this.name));
			ip("addr add %s/30 dev %sa".formatted(address(), this.name));
			ip("link set %sa up".formatted(this.name));
			ip("-n %s addr add %s2/30 dev %sb".formatted(this.name, this.network, this.name));
			ip("-n %s link set %sb up".formatted(this.name, this.name));
		}
		catch (IllegalStateException ex) {
			close();
			throw ex;
		}
	}

	/** Whether this machine lets us have one. */
	static boolean isPermitted() {
		String name = "sqprobe" + ProcessHandle.current().pid();
		try {
			ip("netns add " + name);
			ip("netns delete " + name);
			return true;
		}
		catch (IllegalStateException | UncheckedIOException ex) {
			return false;
		}
	}

	/** The address of this machine, as seen from that host. */
	String address() {
		return this.network + "1";
	}

	/** Both ends of the cable. */
	String addresses() {
		return this.network + "0/30";
	}

	/** What starts a process there. */
	List<String> starter() {
		return List.of("ip", "netns", "exec", this.name);
	}

	/** Pull the cable: from now on packets get lost in both directions. */
	void unplug() {
		ip("-n %s link set %sb down".formatted(this.name, this.name));
	}

	private static void ip(String arguments) {
		try {
			Process process = new ProcessBuilder(("ip " + arguments).split(" ")).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException("ip %s: %s".formatted(arguments, output));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		Runtime.getRuntime().removeShutdownHook(this.hook);
		remove();
	}

	/** The cable first: a process that is still there would keep its other end. */
	private void remove() {
		for (String arguments : List.of("link delete %sa".formatted(this.name), "netns delete " + this.name)) {
			try {
				ip(arguments);
			}
			catch (IllegalStateException | UncheckedIOException ex) {
				// It was never made.
			}
		}
	}

}
