package io.github.safequeue.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Threads that log to an appender that does nothing, through Logback's
 * {@code AsyncAppender} and through ours: events that arrived a second. The options, with
 * their defaults: {@code threads=4 rounds=15 events=200000} (of each thread in a round)
 * {@code queue=8192,1048576 name=appender}.
 */
public final class AppenderComparison {

	private static final List<Logging.Call> CALLS = List.of(Logging.Call.LOGGER, Logging.Call.APPENDER);

	private static final int WARM_UP_ROUNDS = 4;

	private AppenderComparison() {
	}

	/**
	 * Measure, print and write.
	 * @param args the options
	 * @throws Exception if a thread fails
	 */
	public static void main(String... args) throws Exception {
		Options options = new Options(args);
		Results results = new Results(options.get("name", "appender"));
		int threads = options.get("threads", 4);
		Undisturbed undisturbed = new Undisturbed(options.get("tries", 30));
		for (Logging.Call call : CALLS) {
			for (int queue : options.numbers("queue", "8192,1048576")) {
				int events = Math.min(options.get("events", 200_000), (queue > 8192) ? queue / threads : queue * 100);
				results.text("\n%d threads, queue of %,d, %s".formatted(threads, queue, call.inWords()));
				compare(results, options.get("rounds", 15), undisturbed, new Load(call, threads, events, queue));
			}
		}
		results.write();
	}

	private static void compare(Results results, int rounds, Undisturbed undisturbed, Load load) throws Exception {
		Map<String, Logging> loggings = new LinkedHashMap<>();
		for (Logging.Kind kind : Logging.Kind.values()) {
			loggings.put(kind.inWords(), new Logging(kind, load.queue()));
		}
		Map<String, List<Logging.Outcome>> outcomes = new LinkedHashMap<>();
		List<String> order = new ArrayList<>(loggings.keySet());
		Random random = new Random(1);
		for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
			Collections.shuffle(order, random);
			for (String name : order) {
				Logging.Outcome outcome = undisturbed
					.call(() -> loggings.get(name).run(load.call(), load.threads(), load.events()));
				if (round >= 0) {
					outcomes.computeIfAbsent(name, (key) -> new ArrayList<>()).add(outcome);
				}
			}
		}
		for (Logging logging : loggings.values()) {
			logging.close();
		}
		report(results, load, outcomes);
	}

	private static void report(Results results, Load load, Map<String, List<Logging.Outcome>> outcomes) {
		List<Logging.Outcome> ours = outcomes.get(Logging.Kind.SAFE_QUEUE.inWords());
		results.head("", "million events a second", "dropped, %", "SafeQueueAppender is that many times it");
		for (Logging.Kind kind : Logging.Kind.values()) {
			List<Logging.Outcome> theirs = outcomes.get(kind.inWords());
			List<Double> ratios = new ArrayList<>();
			for (int i = 0; i < ours.size(); i++) {
				ratios.add(ours.get(i).rate() / theirs.get(i).rate());
			}
			Range rate = Range.of(theirs.stream().map(Logging.Outcome::rate).toList());
			Range dropped = Range.of(theirs.stream().map(Logging.Outcome::droppedPercent).toList());
			Range lead = Range.of(ratios);
			results.cells(kind.inWords(), rate.median(), dropped.median(), lead.inWords());
			results.row("call", load.call().name(), "threads", load.threads(), "queue", load.queue(), "appender",
					kind.inWords(), "rate", rate.median(), "dropped", dropped.median(), "lead", lead.median(),
					"leadLow", lead.low(), "leadHigh", lead.high());
		}
	}

	/** What is logged. */
	private record Load(Logging.Call call, int threads, int events, int queue) {

	}

}
