/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.benchmark.queue.SafeQueueContenders;

/**
 * Another build of the library in the same JVM, to be compared with this one. It has the
 * same names and so a class loader of its own, which also loads its own copy of the
 * package {@code benchmark.queue}. Both builds are called through {@link Contender} once
 * a round, and call {@link Arrivals} for each item: in between each one is linked as if
 * it were alone. Everything else, such as Spring and JCTools, is shared, unless it is
 * given together with the build.
 */
public final class Baseline {

	/** One loader for a build: what is compiled for one round serves the next. */
	private static final Map<String, ContenderFactory> FACTORIES = new ConcurrentHashMap<>();

	private Baseline() {
	}

	/**
	 * Start a queue of another build.
	 * @param build its jars or folders of classes, separated as in a class path
	 * @param capacity how many items may wait
	 * @param arrivals the handler
	 * @param settings see {@link SafeQueueContenders}
	 * @return the queue
	 */
	static Contender start(String build, int capacity, Arrivals arrivals, Map<String, String> settings) {
		ContenderFactory factory = FACTORIES.computeIfAbsent(build, Baseline::load);
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(factory.getClass().getClassLoader());
		try {
			return factory.start(capacity, arrivals, settings);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	/**
	 * Return where this build is.
	 * @return the path of its jar or folder
	 */
	static String thisBuild() {
		return Path.of(URI.create(location().toString())).toString();
	}

	private static URL location() {
		return SafeQueue.class.getProtectionDomain().getCodeSource().getLocation();
	}

	private static ContenderFactory load(String build) {
		if (build.isEmpty()) {
			throw new IllegalArgumentException("A contender is of another build: name its jar by baseline=...");
		}
		List<URL> urls = new ArrayList<>();
		for (String part : build.split(System.getProperty("path.separator"), -1)) {
			Path path = Path.of(part);
			if (!Files.exists(path)) {
				throw new IllegalArgumentException("baseline=... names no file: " + path.toAbsolutePath());
			}
			try {
				urls.add(path.toUri().toURL());
			}
			catch (MalformedURLException ex) {
				throw new IllegalArgumentException(ex);
			}
		}
		try {
			return (ContenderFactory) new Loader(urls).loadClass(SafeQueueContenders.class.getName())
				.getDeclaredConstructor()
				.newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Has the library from the other build only, and never a part of this one.
	 */
	private static final class Loader extends URLClassLoader {

		private static final String LIBRARY = "io.github.safequeue.";

		private static final String SHARED = Contender.class.getPackageName() + ".";

		private static final String OWN_COPY = SafeQueueContenders.class.getPackageName() + ".";

		static {
			registerAsParallelCapable();
		}

		Loader(List<URL> build) {
			super("baseline", build.toArray(URL[]::new), Baseline.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			synchronized (getClassLoadingLock(name)) {
				Class<?> type = findLoadedClass(name);
				if (type == null) {
					type = load(name);
				}
				if (resolve) {
					resolveClass(type);
				}
				return type;
			}
		}

		private Class<?> load(String name) throws ClassNotFoundException {
			if (name.startsWith(OWN_COPY)) {
				return copy(name);
			}
			if (name.startsWith(SHARED)) {
				return getParent().loadClass(name);
			}
			if (name.startsWith(LIBRARY) || findResource(path(name)) != null) {
				return findClass(name);
			}
			return getParent().loadClass(name);
		}

		private Class<?> copy(String name) throws ClassNotFoundException {
			try (InputStream stream = getParent().getResourceAsStream(path(name))) {
				if (stream == null) {
					throw new ClassNotFoundException(name);
				}
				byte[] bytes = stream.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

		private static String path(String name) {
			return name.replace('.', '/') + ".class";
		}

		@Override
		public URL getResource(String name) {
			URL resource = findResource(name);
			return (resource != null) ? resource : getParent().getResource(name);
		}

		/** What Spring finds by files is that of the other build too. */
		@Override
		public Enumeration<URL> getResources(String name) throws IOException {
			List<URL> resources = new ArrayList<>(Collections.list(findResources(name)));
			String thisBuild = location().toString();
			Collections.list(getParent().getResources(name))
				.stream()
				.filter((resource) -> !resource.toString().contains(thisBuild))
				.forEach(resources::add);
			return Collections.enumeration(resources);
		}

	}

}
