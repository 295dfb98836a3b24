package io.github.safequeue.sample.tale;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signals that come inside {@code offer}.
 */
@Tag("faults")
class SignalSceneTests {

	@Test
	void everySignalHandlerComesBackFromOfferAndTheOneInPutDoesNot() {
		SceneResult result = new SignalScene().run();
		assertThat(result.brokenPromises()).isEmpty();
		assertThat(result.safeQueue()).isEqualTo("500 of 500");
		assertThat(result.others()).matches("stopped after \\d+ of 500");
		assertThat(result.table().rows()).anySatisfy((row) -> {
			assertThat(row.get(0)).isEqualTo("the last handler's thread");
			assertThat(row.get(1)).isEqualTo("WAITING in ArrayBlockingQueue.put");
		});
	}

	@Test
	void putBreaksThePromises() {
		assertThat(new SignalScene("put").run().brokenPromises()).contains("came to its end: 1 promised, 0 measured")
			.anyMatch((promise) -> promise.startsWith("steps: 500 promised"));
	}

}
