package io.github.safequeue.sample.tale;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command line of the tale.
 */
class TaleCommandTests {

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	@Test
	void otherArgumentsAreNoCommand() {
		assertThat(TaleCommand.of()).isEmpty();
		assertThat(TaleCommand.of("--server.port=0", "--tales")).isEmpty();
		assertThat(TaleCommand.of("--server.port=0", "--tale")).isPresent();
	}

	@Test
	void oneSceneIsPlayedByItself() {
		assertThat(run("--tale=last-orders")).isZero();
		assertThat(printed()).contains("Scene 1: the last orders before closing")
			.doesNotContain("Scene 2", "What was measured")
			.endsWith("SafeQueue kept every promise." + System.lineSeparator());
	}

	@Test
	void unknownSceneGivesStatusTwoAndTheNamesOfAll() {
		assertThat(run("--tale=none")).isEqualTo(2);
		assertThat(printed()).contains("'none'", "counter, two-locks, collected, logging, pool, signal, last-orders");
	}

	private int run(String argument) {
		return TaleCommand.of(argument).orElseThrow().run(new PrintStream(this.printed, true, StandardCharsets.UTF_8));
	}

	private String printed() {
		return this.printed.toString(StandardCharsets.UTF_8);
	}

}
