/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import io.github.safequeue.testing.Figures;

/**
 * Submits from the threads that exist only while the JVM ends, at each moment of that
 * end. Arguments: the file, the {@link Way}, the {@link ThreadKind}, and properties.
 */
final class EndOfJvmApplication {

	private static final Set<CallMoment> CLOSING = EnumSet.range(CallMoment.CLOSED_EVENT, CallMoment.CLOSED);

	private final Path file;

	private final Way way;

	private final ThreadKind kind;

	/** What the shutdown hook is to do. */
	private final BlockingQueue<Runnable> errands = new LinkedBlockingQueue<>();

	private final CallerWorld world;

	private volatile boolean over;

	EndOfJvmApplication(Path file, Way way, ThreadKind kind) {
		this.file = file;
		this.way = way;
		this.kind = kind;
		Set<CallMoment> moments = EnumSet.copyOf(CLOSING);
		if (way == Way.HOOK_CLOSES) {
			moments.addAll(List.of(CallMoment.RUNNING, CallMoment.PAUSED));
		}
		this.world = new EndingWorld(this::submit, moments, kind);
	}

	public static void main(String[] args) {
		new EndOfJvmApplication(Path.of(args[0]), Way.valueOf(args[1]), ThreadKind.valueOf(args[2])).live(args);
		System.exit(0);
	}

	private void live(String[] args) {
		SpringApplication application = new SpringApplication(EndOfJvmApplication.Configuration.class);
		application.setRegisterShutdownHook(this.way != Way.HOOK_CLOSES);
		application.addInitializers((context) -> register((GenericApplicationContext) context));
		ConfigurableApplicationContext context = application.run(args);
		switch (this.way) {
			case HOOK_CLOSES -> Runtime.getRuntime().addShutdownHook(new Thread(() -> close(context)));
			case HOOK_BESIDE -> {
				Runtime.getRuntime().addShutdownHook(new Thread(this::runErrands));
				SpringApplication.getShutdownHandlers().add(this::contextsClosed);
			}
			case BOOT_HANDLER -> SpringApplication.getShutdownHandlers().add(this::contextsClosed);
		}
	}

	private void register(GenericApplicationContext context) {
		context.registerBean(CallerWorld.class, () -> this.world);
		CallerBeans.types(false).forEach((name, type) -> context.registerBean(name, type));
	}

	private void submit(CallerWorld world, SubmissionBurst burst) throws InterruptedException {
		Runnable task = (this.kind == ThreadKind.VIRTUAL) ? () -> this.kind.start(burst::run) : burst::run;
		if (this.way == Way.HOOK_BESIDE) {
			this.errands.add(task);
		}
		else {
			task.run();
		}
		burst.awaitEnd();
	}

	private void runErrands() {
		try {
			while (!this.over) {
				this.errands.take().run();
			}
		}
		catch (InterruptedException ex) {
			this.world.problem("the hook was interrupted");
		}
	}

	private void contextsClosed() {
		this.world.at(CallMoment.CLOSED);
		this.errands.add(() -> this.over = true);
		write();
	}

	private void close(ConfigurableApplicationContext context) {
		try {
			this.world.at(CallMoment.RUNNING);
			this.world.prepare(CallMoment.PAUSED);
			this.world.orders().pause();
			this.world.at(CallMoment.PAUSED);
			this.world.orders().resume();
			context.close();
		}
		catch (Exception ex) {
			this.world.problem(ex.toString());
		}
		this.world.at(CallMoment.CLOSED);
		write();
	}

	private void write() {
		List<String> problems = this.world.problems();
		problems.forEach(System.out::println);
		new Figures().put("problems", problems.size())
			.put("moments", this.world.bursts())
			.put("accepted", this.world.accepted())
			.put("lost", this.world.lost())
			.write(this.file);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Configuration {

	}

	/**
	 * Which thread submits.
	 */
	enum Way {

		HOOK_CLOSES("a JVM shutdown hook that closes the context"),

		HOOK_BESIDE("a JVM shutdown hook while Boot closes the context"),

		BOOT_HANDLER("a Boot shutdown handler and the thread that runs it");

		private final String text;

		Way(String text) {
			this.text = text;
		}

		String text() {
			return this.text;
		}

	}

}
