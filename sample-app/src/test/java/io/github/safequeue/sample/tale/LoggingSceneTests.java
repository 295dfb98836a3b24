package io.github.safequeue.sample.tale;

import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Logging from a cleanup while the log's buffer is full.
 */
class LoggingSceneTests {

	@Test
	@Tag("faults")
	void everyLineIsWrittenOrCountedByOursAndTheOtherStops() {
		SceneResult result = new LoggingScene().run();
		assertThat(result.brokenPromises()).isEmpty();
		assertThat(result.safeQueue()).isEqualTo("20,000 of 20,000");
		assertThat(result.others()).matches("stopped after [\\d,]+ of 20,000");
		assertThat(result.table().rows()).anySatisfy((row) -> {
			assertThat(row.get(0)).isEqualTo("the Cleaner's thread at the end");
			assertThat(row.get(1)).startsWith("WAITING in");
			assertThat(row.get(2)).isEqualTo("idle");
		});
	}

	@Test
	@Tag("faults")
	void asyncAppenderBreaksThePromises() {
		assertThat(new LoggingScene("async").run().brokenPromises())
			.contains("came to its end: 1 promised, 0 measured");
	}

	@Test
	void lineThatIsNeitherWrittenNorCountedBreaksThePromises() {
		Outcome outcome = new Outcome(Map.of("ended", "true", "total", "5", "done", "5", "logged", "8", "written", "4",
				"dropped", "3", "used", "4", "cleanups", "4"));
		assertThat(LoggingScene.promises(outcome).broken())
			.containsExactly("written or dropped: 8 promised, 7 measured");
	}

}
