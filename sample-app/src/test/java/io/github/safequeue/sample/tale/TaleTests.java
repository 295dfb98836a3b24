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
	void standardTaleEndsWellAndPrintsTheTableOfItsScene() {
		assertThat(play(Tale.standard())).isZero();
		assertThat(printed()).contains("Scene 1: the last orders before closing")
			.containsPattern("applicationTaskExecutor +SafeQueue")
			.containsPattern("accepted +\\d+ +20\n")
			.containsPattern("completed +\\d+ +20\n")
			.containsPattern("ran on a destroyed bean +\\d+ +0\n")
			.containsPattern("lost silently +\\d+ +0\n")
			.endsWith("SafeQueue kept every promise.\n");
	}

	@Test
	void keptPromisesGiveStatusZero() {
		assertThat(play(tale(() -> new SceneResult(TABLE, List.of())))).isZero();
		assertThat(printed()).contains("""
				              others   SafeQueue
				  ------------------------------
				  accepted        20          20
				  completed        0          20
				""");
	}

	@Test
	void oneBrokenPromiseGivesStatusOne() {
		assertThat(play(tale(() -> new SceneResult(TABLE, List.of("completed: 20 promised, 19 measured"))))).isOne();
		assertThat(printed()).contains("Broken: completed: 20 promised, 19 measured")
			.endsWith("SafeQueue broke a promise.\n");
	}

	@Test
	void sceneThatFailsGivesStatusOne() {
		assertThat(play(tale(() -> {
			throw new IllegalStateException("no context");
		}))).isOne();
		assertThat(printed()).contains("no context");
	}

	private int play(Tale tale) {
		return tale.play(new PrintStream(this.printed, true, StandardCharsets.UTF_8));
	}

	private String printed() {
		return this.printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
	}

	private static Tale tale(Supplier<SceneResult> play) {
		return new Tale(List.of(new Scene() {

			@Override
			public String name() {
				return "a scene";
			}

			@Override
			public String explanation() {
				return "Nothing happens.";
			}

			@Override
			public SceneResult run() {
				return play.get();
			}

		}));
	}

}
