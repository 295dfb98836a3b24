package io.github.safequeue.sample.tale;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the tale prints and how it ends.
 */
class TaleTests {

	private static final ResultTable TABLE = new ResultTable(List.of("", "others", "SafeQueue"),
			List.of(List.of("accepted", "20", "20"), List.of("completed", "0", "20")));

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	@Test
	void keptPromisesGiveStatusZero() {
		assertThat(play(tale(() -> result()))).isZero();
		assertThat(printed()).contains("""
				              others   SafeQueue
				  ------------------------------
				  accepted        20          20
				  completed        0          20
				""").doesNotContain("What was measured");
	}

	@Test
	void severalScenesAreSummedUpInOneTable() {
		assertThat(play(tale(() -> result(), () -> result()))).isZero();
		assertThat(printed()).contains("""
				What was measured in this run

				            beside it   SafeQueue
				  -------------------------------
				  a scene           0          20
				  a scene           0          20
				""");
	}

	@Test
	void oneBrokenPromiseGivesStatusOne() {
		assertThat(play(tale(() -> result("completed: 20 promised, 19 measured"), () -> result()))).isOne();
		assertThat(printed()).contains("Broken: completed: 20 promised, 19 measured")
			.endsWith("SafeQueue broke a promise.\n");
	}

	@Test
	void sceneThatFailsGivesStatusOneAndIsNotMeasured() {
		assertThat(play(tale(() -> {
			throw new IllegalStateException("no context");
		}, () -> result()))).isOne();
		assertThat(printed()).contains("no context").containsPattern("a scene +not measured +not measured\n");
	}

	@Test
	void storyIsWrapped() {
		play(tale(() -> result()));
		assertThat(printed()).contains("  Nothing happens. Nothing happens.")
			.contains("happens.\n  Nothing")
			.doesNotContain(" \n");
	}

	private static SceneResult result(String... broken) {
		return new SceneResult(TABLE, "0", "20", List.of(broken));
	}

	private int play(Tale tale) {
		return tale.play(new PrintStream(this.printed, true, StandardCharsets.UTF_8));
	}

	private String printed() {
		return this.printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
	}

	private static Tale tale(Supplier<SceneResult> first, Supplier<SceneResult> second) {
		return new Tale(List.of(new SceneDouble(first), new SceneDouble(second)));
	}

	private static Tale tale(Supplier<SceneResult> only) {
		return new Tale(List.of(new SceneDouble(only)));
	}

	private record SceneDouble(Supplier<SceneResult> play) implements Scene {

		@Override
		public String id() {
			return "double";
		}

		@Override
		public String title() {
			return "a scene";
		}

		@Override
		public String story() {
			return "Nothing happens. ".repeat(10).trim();
		}

		@Override
		public SceneResult run() {
			return this.play.get();
		}

	}

}
