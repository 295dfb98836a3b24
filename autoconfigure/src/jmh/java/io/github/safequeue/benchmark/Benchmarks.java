/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

import io.github.safequeue.benchmark.broker.KafkaComparison;
import io.github.safequeue.benchmark.broker.RabbitComparison;
import io.github.safequeue.benchmark.store.StoreComparison;
import io.github.safequeue.cleaner.CleanerMemory;

/**
 * Runs everything, on a machine that does nothing else: {@code mode=full}, or
 * {@code mode=smoke} within seconds, to see that everything runs and nothing is lost.
 * Leaves tables and JSON in the folder {@code benchmark}.
 */
public final class Benchmarks {

	private static final String QUEUES = "contenders=safequeue,safequeue:batch-size=1,safequeue:batch-size=16,"
			+ "safequeue:batch-size=256,safequeue:concurrency=2,safequeue:concurrency=4,"
			+ "safequeue:keys=10/concurrency=4,safequeue:keys=1000/concurrency=4,safequeue:keys=1000000/concurrency=4,"
			+ "safequeue:keys=1000/concurrency=4/batch-size=16,safequeue:call=submit,"
			+ "safequeue:wait-strategy=spin-then-park,safequeue:wait-strategy=busy-spin";

	private static final String WATCHED = "contenders=safequeue:actuator=off,safequeue,safequeue:actuator=scraped,"
			+ "safequeue:actuator=tracing";

	private static final String JMH = "OfferBenchmark|ListenerCallBenchmark";

	private Benchmarks() {
	}

	/**
	 * Run everything.
	 * @param args the mode
	 * @throws Exception if anything fails
	 */
	public static void main(String... args) throws Exception {
		switch (new Options(args).get("mode", "full")) {
			case "full" -> full();
			case "smoke" -> smoke();
			default -> throw new IllegalArgumentException("mode=full or mode=smoke expected");
		}
	}

	private static void full() throws Exception {
		Comparison.main("name=comparison", "work=0");
		Comparison.main("name=comparison-work", "work=1000");
		Comparison.main("name=queues", "producers=1,4", "capacity=8192", QUEUES);
		Comparison.main("name=watched", "producers=1,4", "capacity=8192", WATCHED);
		Comparison.main("name=growth-producers", "producers=1,2,4,8,16,32,64", "capacity=8192", "work=0",
				"contenders=bare,safequeue");
		Latency.main();
		Growth.main();
		Footprint.main();
		AppenderComparison.main();
		CleanerMemory.main();
		StoreComparison.main();
		KafkaComparison.main();
		RabbitComparison.main();
		jmh(new OptionsBuilder().include(JMH + "|CleanerBenchmark").addProfiler(GCProfiler.class));
	}

	private static void smoke() throws Exception {
		String[] small = { "producers=2", "capacity=64", "forks=1", "rounds=2", "millis=2", "tries=1" };
		Comparison.main(with(small, "name=smoke-comparison", "work=0,1000"));
		Comparison.main(with(small, "name=smoke-queues", "work=0", QUEUES));
		Comparison.main(with(small, "name=smoke-baseline", "work=0", "contenders=safequeue,safequeue:actuator=off",
				"baseline=" + Baseline.thisBuild()));
		Comparison.main(with(small, "name=smoke-watched", "work=0", WATCHED));
		Latency.main("name=smoke-latency", "rounds=1", "tries=1", "idle=100", "busy=1000", "gaps=100");
		Growth.main("name=smoke-growth", "items=1000,10000", "queues=1,10", "share=20000", "rounds=1");
		Footprint.main("name=smoke-footprint", "queues=10", "idle=100", "settle=100", "rounds=1", "starts=1");
		AppenderComparison.main("name=smoke-appender", "rounds=1", "tries=1", "events=10000", "queue=1024");
		KafkaComparison.main("name=smoke-kafka", "rounds=1", "warmups=0", "items=300", "offers=1", "only=safequeue");
		RabbitComparison.main("name=smoke-rabbit", "rounds=1", "warmups=0", "items=300", "offers=1", "only=safequeue");
		StoreComparison.main("name=smoke-store", "rounds=1", "warmups=0", "millis=20", "waiting=200", "offers=1",
				"latencies=10", "polls=1", "step=100",
				"only=plain,plain:50,safequeue,safequeue:keys=1/batch-size=50,safequeue:enqueue,db-scheduler,modulith");
		jmh(new OptionsBuilder().include(JMH)
			.forks(0)
			.warmupIterations(0)
			.measurementIterations(1)
			.measurementTime(TimeValue.milliseconds(20)));
		System.out.println("All items arrived.");
	}

	private static String[] with(String[] options, String... more) {
		String[] all = Arrays.copyOf(options, options.length + more.length);
		System.arraycopy(more, 0, all, options.length, more.length);
		return all;
	}

	private static void jmh(ChainedOptionsBuilder options) throws Exception {
		Path folder = Files.createDirectories(Path.of("benchmark"));
		new Runner(options.shouldFailOnError(true)
			.resultFormat(ResultFormatType.JSON)
			.result(folder.resolve("jmh.json").toString())
			.build()).run();
	}

}
