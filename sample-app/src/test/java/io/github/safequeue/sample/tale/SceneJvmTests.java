package io.github.safequeue.sample.tale;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A scene that another JVM plays.
 */
class SceneJvmTests {

	@Test
	void whatAnotherJvmMeasuredComesBack() throws InterruptedException {
		SceneResult result = SceneJvm.play(new LastOrdersScene(), () -> false);
		assertThat(result.kept()).isTrue();
		assertThat(result.safeQueue()).isEqualTo("20 of 20 completed");
		assertThat(result.table().header()).containsExactly("", "applicationTaskExecutor", "SafeQueue");
		assertThat(result.table().rows()).contains(List.of("submitted", "20", "20"));
	}

	@Test
	void sceneThatIsToBeStoppedIsInterrupted() {
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> SceneJvm.play(new CollectedScene(), () -> true))
			.withMessageContaining("collected");
	}

	@Test
	void sceneThatFailsSaysWhy() {
		assertThatIllegalStateException().isThrownBy(() -> SceneJvm.play(new UnknownScene(), () -> false))
			.withMessageContaining("Scene 'unknown' failed")
			.withMessageContaining("No value present");
	}

	private static final class UnknownScene implements Scene {

		@Override
		public String id() {
			return "unknown";
		}

		@Override
		public String title() {
			return "no such scene";
		}

		@Override
		public String story() {
			return "The other JVM does not know it.";
		}

		@Override
		public SceneResult run() {
			throw new UnsupportedOperationException();
		}

	}

}
