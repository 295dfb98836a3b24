package io.github.safequeue.jvm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.safequeue.jvm.ExitApplication.Way;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A handler that ends the application neither blocks nor delays the handling of the rest.
 */
class ExitTests {

	/** Far longer than anything here may take. */
	private static final String DRAIN_TIMEOUT = "10m";

	@TempDir
	Path directory;

	static Stream<Arguments> ways() {
		return Stream.of(Way.values())
			.flatMap((way) -> Stream.of(false, true)
				.filter((virtual) -> !virtual || ForkedJvm.hasVirtualThreads())
				.map((virtual) -> Arguments.of(way, virtual)));
	}

	@ParameterizedTest(name = "{0}, virtual threads: {1}")
	@MethodSource("ways")
	void handlerMayEndTheApplication(Way way, boolean virtualThreads) {
		Path file = this.directory.resolve("figures");
		try (ForkedJvm jvm = ForkedJvm.start(ExitApplication.class, file, way, "--way=" + way,
				"--safequeue.shutdown.drain-timeout=" + DRAIN_TIMEOUT,
				"--spring.threads.virtual.enabled=" + virtualThreads)) {
			if (way.underSigterm()) {
				jvm.awaitLine("waiting for the signal").signal("TERM");
			}
			jvm.awaitLine("ending");
			long start = System.nanoTime();
			int exitCode = jvm.exitCode();
			Duration took = Duration.ofNanos(System.nanoTime() - start);
			assertThat(took).isLessThan(ForkedJvm.LIMIT);
			assertThat(exitCode).as(jvm.outputText()).isEqualTo(expectedCode(way));
			Figures figures = Figures.read(file);
			int left = way.returns() ? 0 : 1;
			assertThat(figures.get("accepted")).as(jvm.outputText()).isEqualTo(ExitApplication.ITEMS);
			assertThat(figures.get("seen handled")).as(jvm.outputText()).isEqualTo(ExitApplication.ITEMS - left);
			assertThat(figures.get("handled")).isEqualTo(ExitApplication.ITEMS - left);
			assertThat(figures.get("inFlight")).isEqualTo(left);
			assertThat(figures.get("undelivered") + figures.get("failed") + figures.get("size")).isZero();
			assertThat(jvm.complaints()).isEmpty();
		}
	}

	private static int expectedCode(Way way) {
		if (way.underSigterm()) {
			return 128 + 15;
		}
		return way.returns() ? 0 : ExitApplication.CODE;
	}

}
