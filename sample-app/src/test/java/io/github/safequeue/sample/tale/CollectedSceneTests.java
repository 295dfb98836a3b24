package io.github.safequeue.sample.tale;

import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Objects that are collected inside {@code offer}.
 */
class CollectedSceneTests {

	@Test
	@Tag("faults")
	void everyCleanupComesBackFromOfferAndTheOneInPutDoesNot() {
		SceneResult result = new CollectedScene().run();
		assertThat(result.brokenPromises()).isEmpty();
		assertThat(result.safeQueue()).isEqualTo("10,000 of 10,000");
		assertThat(result.others()).matches("stopped after [\\d,]+ of 10,000");
		assertThat(result.table().rows()).anySatisfy((row) -> {
			assertThat(row.get(0)).isEqualTo("the Cleaner's thread at the end");
			assertThat(row.subList(1, 3)).containsExactly("WAITING in ArrayBlockingQueue.put", "idle");
		});
	}

	@Test
	@Tag("faults")
	void putBreaksThePromises() {
		assertThat(new CollectedScene("put").run().brokenPromises()).contains("came to its end: 1 promised, 0 measured")
			.anyMatch((promise) -> promise.startsWith("steps: 10,000 promised"));
	}

	@Test
	void queueThatLosesAnItemBreaksThePromises() {
		assertThat(CollectedScene.promises(outcome("10", "9", "3")).broken())
			.containsExactly("handled: 10 promised, 9 measured", "handled, says the queue: 9 promised, 10 measured");
	}

	@Test
	void queueThatForgetsARefusalBreaksThePromises() {
		assertThat(CollectedScene.promises(outcome("10", "10", "2")).broken())
			.containsExactly("refused, says the queue: 3 promised, 2 measured");
	}

	@Test
	void queueThatIsRightKeepsThePromises() {
		assertThat(CollectedScene.promises(outcome("10", "10", "3")).broken()).isEmpty();
	}

	private static Outcome outcome(String accepted, String handled, String queueRefused) {
		return new Outcome(Map.of("ended", "true", "total", "5", "done", "5", "accepted", accepted, "handled", handled,
				"refused", "3", "queueAccepted", accepted, "queueHandled", "10", "queueRefused", queueRefused));
	}

}
