/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.longrun;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

import io.github.safequeue.testing.Figures;

/**
 * Starts and closes contexts under mixed load, one after the other, and measures before
 * and after what the JVM holds. Most contexts are restarted: the application's classes
 * are loaded anew. Some are deployed again: the library and Spring are, too. In the end
 * one more context is left open, and measured as well. Arguments: the file, the seconds,
 * and the seed.
 */
public final class LongRunApplication {

	/** Each context of this number is deployed again. */
	private static final int DEPLOYED = 20;

	private static final int WARM_UP = 10;

	private static final long PATIENCE_NANOS = 15_000_000_000L;

	private static final long SHORT_PATIENCE_NANOS = 500_000_000;

	private static final Set<Thread> THREADS = threads();

	private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

	private final Figures figures = new Figures();

	private final Random random;

	private int contexts;

	private long accepted;

	private long lost;

	private long slowest;

	private LongRunApplication(long seed) {
		this.random = new Random(seed);
	}

	public static void main(String[] args) throws Exception {
		LongRunApplication run = new LongRunApplication(Long.parseLong(args[2]));
		// Boot holds on to the class loader of the first context.
		run.context(LongRunApplication.class.getClassLoader(), false);
		for (int i = 1; i < WARM_UP; i++) {
			run.context(false);
		}
		run.measure(new Before(run), PATIENCE_NANOS);
		long start = System.nanoTime();
		long told = 0;
		for (long seconds = 0; seconds < Long.parseLong(args[1]);) {
			run.context(false);
			seconds = (System.nanoTime() - start) / 1_000_000_000L;
			for (; told < seconds; told++) {
				System.out.println("after " + (told + 1) + " s: " + run.contexts + " contexts");
			}
		}
		run.endWithRestarted();
		run.measure(new After(run), PATIENCE_NANOS);
		run.context(true);
		run.measure(new Open(run), SHORT_PATIENCE_NANOS);
		run.figures.put("contexts", run.contexts)
			.put("accepted", run.accepted)
			.put("lost", run.lost)
			.put("slowestClose", run.slowest)
			.write(Path.of(args[0]));
	}

	private void context(boolean leaveOpen) throws Exception {
		ClassLoader loader = (this.contexts % DEPLOYED == 1) ? deployed(this.contexts) : new Restarted(this.contexts);
		this.loaders.add(new WeakReference<>(loader));
		context(loader, leaveOpen);
		if (loader instanceof URLClassLoader closeable) {
			closeable.close();
		}
	}

	/**
	 * The JDK holds on to the last one of some things: not to one of a context that
	 * loaded everything anew.
	 */
	private void endWithRestarted() throws Exception {
		while ((this.contexts - 1) % DEPLOYED < 3) {
			context(false);
		}
	}

	@SuppressWarnings("unchecked")
	private void context(ClassLoader loader, boolean leaveOpen) {
		this.contexts++;
		long seed = this.random.nextLong() & Long.MAX_VALUE;
		Thread.currentThread().setContextClassLoader(loader);
		try {
			Class<?> load = Class.forName(LongRunApplication.class.getPackageName() + ".MixedLoad", true, loader);
			long[] result = ((LongFunction<long[]>) load.getConstructor().newInstance()).apply((leaveOpen) ? -1 : seed);
			this.accepted += result[0];
			this.lost += result[1];
			this.slowest = Math.max(this.slowest, result[2]);
		}
		catch (Throwable ex) {
			throw new IllegalStateException("Context " + this.contexts + " of seed " + seed, ex);
		}
		finally {
			Thread.currentThread().setContextClassLoader(null);
		}
	}

	/**
	 * Note what the JVM holds.
	 * @param moment says when. The JDK holds on to the types of the record that was the
	 * last one to be compared, hashed or written for the first time: to this one, from
	 * now on.
	 */
	private void measure(Record moment, long patience) {
		String when = moment.getClass().getSimpleName();
		System.out.println(moment + " " + moment.hashCode() + " " + List.of(moment).contains(moment));
		await(() -> threadsLeft().isEmpty(), patience);
		await(this::areLoadersGone, patience);
		long heap = Long.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			System.gc();
			heap = Math.min(heap, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
		}
		this.figures.put("heap" + when, heap)
			.put("classes" + when, ManagementFactory.getClassLoadingMXBean().getLoadedClassCount())
			.put("threads" + when, threadsLeft().size())
			.put("loaders" + when, this.loaders.size());
		List<String> loaders = this.loaders.stream()
			.map(WeakReference::get)
			.map((loader) -> (loader != null) ? loader.getName() : "")
			.toList();
		System.out.println(when + ": " + this.figures + ", left: " + threadsLeft() + loaders);
	}

	private boolean areLoadersGone() {
		System.gc();
		this.loaders.removeIf((loader) -> loader.get() == null);
		return this.loaders.isEmpty();
	}

	private static void await(BooleanSupplier condition, long patience) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean() && System.nanoTime() - start < patience) {
			LockSupport.parkNanos(20_000_000);
		}
	}

	private static Set<Thread> threadsLeft() {
		Set<Thread> left = threads();
		left.removeAll(THREADS);
		return left;
	}

	/** All threads but those with which the JVM runs virtual threads. */
	private static Set<Thread> threads() {
		Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
		threads.removeIf((thread) -> {
			ThreadGroup group = thread.getThreadGroup();
			return thread.getName().startsWith("VirtualThread-")
					|| (group != null && group.getName().equals("CarrierThreads"));
		});
		return threads;
	}

	/** Loads everything anew, as a server does. */
	private static URLClassLoader deployed(int context) throws MalformedURLException {
		List<URL> urls = new ArrayList<>();
		for (String entry : List.of(System.getProperty("java.class.path").split(File.pathSeparator))) {
			urls.add(new File(entry).toURI().toURL());
		}
		return new URLClassLoader("deployed " + context, urls.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader());
	}

	/**
	 * Once warm.
	 *
	 * @param run what is measured
	 */
	private record Before(LongRunApplication run) {
	}

	/**
	 * When all contexts were closed.
	 *
	 * @param run what is measured
	 */
	private record After(LongRunApplication run) {
	}

	/**
	 * When one more was opened.
	 *
	 * @param run what is measured
	 */
	private record Open(LongRunApplication run) {
	}

	/** Loads the application's classes anew, as development tools do. */
	private static final class Restarted extends ClassLoader {

		private final String prefix = LongRunApplication.class.getPackageName() + ".";

		Restarted(int context) {
			super("restarted " + context, LongRunApplication.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = (name.startsWith(this.prefix)) ? findLoadedClass(name)
						: super.loadClass(name, resolve);
				return (loaded != null) ? loaded : define(name);
			}
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
				byte[] bytes = file.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
