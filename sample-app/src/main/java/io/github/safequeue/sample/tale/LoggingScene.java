package io.github.safequeue.sample.tale;

import java.util.List;
import java.util.function.Supplier;

/**
 * A Cleaner's callback logs while the log's buffer is full and the thread that writes
 * waits for what the Cleaner brings.
 */
final class LoggingScene extends ForkedScene {

	private static final int LINES = 20_000;

	private final String ours;

	LoggingScene() {
		this("queue");
	}

	/**
	 * Create the scene.
	 * @param ours the side that has to keep the promises
	 */
	LoggingScene(String ours) {
		super("logging", Side.other("async", play(Lines::async)), Side.ours("queue", play(Lines::safe)));
		this.ours = ours;
	}

	private static Side.Play play(Supplier<Lines> log) {
		return (progress) -> {
			Garbage garbage = new Garbage();
			try (Lines lines = log.get()) {
				Buffers buffers = new Buffers(garbage, lines::logCleanup);
				lines.open(buffers);
				progress.steps(LINES, lines::mainLogged);
				progress.show("used", buffers::used);
				progress.show("cleanups", buffers::givenBack);
				progress.show("cleaner", garbage::whereabouts);
				lines.show(progress);
				while (lines.mainLogged() < LINES) {
					lines.log();
				}
				while (!lines.isSettled() || buffers.givenBack() < buffers.used() || !lines.isSettled()) {
					System.gc();
					Thread.sleep(1);
				}
			}
		};
	}

	@Override
	public String title() {
		return "logging from a cleanup";
	}

	@Override
	public String story() {
		return "Main logs more than the thread that writes can write. That thread needs a buffer for each line and forgets "
				+ "it; the cleanup of a forgotten buffer logs a line before the buffer is free again.";
	}

	@Override
	public SceneResult run() {
		List<Outcome> outcomes = List.of(fork("async"), fork(this.ours));
		Outcome ours = outcomes.get(1);
		ResultTable table = ResultTable.of(outcomes, "Logback's AsyncAppender", "SafeQueueAppender")
			.row("lines that main logged", Outcome::progress)
			.row("lines logged, those of cleanups included", (outcome) -> outcome.number("logged"))
			.row("written", (outcome) -> outcome.number("written"))
			.row("dropped and counted: the buffer was full", (outcome) -> outcome.number("dropped"))
			.row("the Cleaner's thread at the end", (outcome) -> outcome.text("cleaner"))
			.build();
		return new SceneResult(table, outcomes.get(0).progress(), ours.progress(), promises(ours).broken());
	}

	/** Check what is promised of a log that is full. */
	static Promises promises(Outcome ours) {
		return new Promises().expect("came to its end", 1, ours.ended() ? 1 : 0)
			.expect("lines that main logged", ours.total(), ours.done())
			.expect("written or dropped", ours.count("logged"), ours.count("written") + ours.count("dropped"))
			.expect("cleanups", ours.count("used"), ours.count("cleanups"));
	}

}
