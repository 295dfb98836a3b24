package io.github.safequeue.engine;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A submitter may run out of stack anywhere inside {@code offer}: in interpreted and in
 * compiled code, each in a JVM of its own.
 */
class StackOverflowTests {

	@ParameterizedTest
	@CsvSource({ "ring,-Xint", "ring,-Xmixed", "linked,-Xint", "linked,-Xmixed", "lanes,-Xint", "several,-Xint" })
	void queueStaysSoundWhereverTheStackEnds(String inbox, String mode) throws Exception {
		assertThat(run(inbox, mode)).contains("sound");
	}

	@Test
	void publicationByMethodCallIsCaught() throws Exception {
		assertThat(run("method-call", "-Xint")).contains("wedged");
	}

	private static String run(String inbox, String mode) throws Exception {
		List<String> command = new ArrayList<>();
		command.add(System.getProperty("java.home") + "/bin/java");
		command.add(mode);
		command.add("-cp");
		command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
		command.add(StackOverflowProbe.class.getName());
		command.add(inbox);
		File output = File.createTempFile("probe", ".txt");
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
			boolean ended = process.waitFor(90, TimeUnit.SECONDS);
			process.destroyForcibly();
			String text = Files.readString(output.toPath(), StandardCharsets.UTF_8);
			assertThat(ended).as(text).isTrue();
			return text;
		}
		finally {
			output.delete();
		}
	}

}
