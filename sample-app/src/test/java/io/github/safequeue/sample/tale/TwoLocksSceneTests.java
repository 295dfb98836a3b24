package io.github.safequeue.sample.tale;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two locks in opposite order.
 */
@Tag("faults")
class TwoLocksSceneTests {

	@Test
	void queueDoesEveryTransferAndTheEndpointSeesTheDeadlockOfTheLocks() {
		SceneResult result = new TwoLocksScene().run();
		assertThat(result.brokenPromises()).isEmpty();
		assertThat(result.safeQueue()).isEqualTo("1,000 of 1,000");
		assertThat(result.others()).startsWith("stopped after ");
		assertThat(result.table().rows()).anySatisfy((row) -> {
			assertThat(row.get(0)).isEqualTo("deadlocked workers, by the endpoint");
			assertThat(row.subList(1, 3)).containsExactly("2", "0");
		});
	}

	@Test
	void twoLocksBreakThePromises() {
		assertThat(new TwoLocksScene("locks").run().brokenPromises())
			.contains("deadlocked workers: 0 promised, 2 measured")
			.anyMatch((promise) -> promise.startsWith("transfers done: 1,000 promised"));
	}

}
