package io.github.safequeue.engine;

import java.util.concurrent.ThreadFactory;

import org.jspecify.annotations.Nullable;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * Makes a queue's threads: daemons that inherit nothing from the thread that makes them.
 */
final class WorkerThreads {

	private final String prefix;

	private final @Nullable ClassLoader classLoader;

	private @Nullable ThreadFactory virtual;

	WorkerThreads(Settings settings) {
		this.prefix = "safequeue-" + settings.name() + "-";
		this.classLoader = settings.classLoader();
		if (settings.virtualThreads()) {
			this.virtual = Virtual.factory(this.prefix + "v");
		}
	}

	/**
	 * Tell whether this JVM has virtual threads.
	 * @return whether it is of version 21 or later
	 */
	static boolean supportsVirtual() {
		return Runtime.version().feature() >= 21;
	}

	Thread platform(Runnable task, int number) {
		return helper(task, Integer.toString(number));
	}

	@SuppressWarnings("ThreadPriorityCheck") // the default one, whatever the creator has
	Thread helper(Runnable task, String suffix) {
		Thread thread = new Thread(null, task, this.prefix + suffix, 0, false);
		thread.setDaemon(true);
		thread.setPriority(Thread.NORM_PRIORITY);
		thread.setContextClassLoader(this.classLoader);
		return thread;
	}

	Thread virtualThread(Runnable task) {
		ThreadFactory factory = this.virtual;
		if (factory == null) {
			throw new IllegalStateException("No virtual threads");
		}
		Thread thread = factory.newThread(task);
		thread.setContextClassLoader(this.classLoader);
		return thread;
	}

	/** Loaded only where virtual threads are used. */
	private static final class Virtual {

		static ThreadFactory factory(String prefix) {
			return new VirtualThreadTaskExecutor(prefix).getVirtualThreadFactory();
		}

	}

}
