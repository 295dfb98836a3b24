/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The appender from {@code logback.xml}, without Spring on the class path.
 */
class LogbackXmlTests {

	private static final String CONFIGURATION = """
			<configuration>
			  <shutdownHook/>
			  <appender name="CONSOLE" class="ch.qos.logback.core.ConsoleAppender">
			    <encoder><pattern>%method %msg%n</pattern></encoder>
			  </appender>
			  <appender name="ASYNC" class="io.github.safequeue.logback.SafeQueueAppender">
			    <queueSize>1024</queueSize>
			    <flushTimeout>30 seconds</flushTimeout>
			    <discardingThreshold>0</discardingThreshold>
			    <includeCallerData>true</includeCallerData>
			    <appender-ref ref="CONSOLE"/>
			  </appender>
			  <root level="INFO"><appender-ref ref="ASYNC"/></root>
			</configuration>
			""";

	@TempDir
	private Path directory;

	@Test
	void allIsWrittenAlsoAcrossAResetAndAtTheEndOfTheJvm() throws IOException {
		Path file = Files.writeString(this.directory.resolve("logback.xml"), CONFIGURATION);
		String classPath = ForkedJvm.classPath()
			.stream()
			.filter((entry) -> !entry.contains("spring") && !entry.contains("commons-logging"))
			.collect(Collectors.joining(File.pathSeparator));
		assertThat(classPath).contains("logback-classic").contains("jctools").doesNotContain("spring-core");
		try (ForkedJvm jvm = ForkedJvm.startWith(List.of("-Dlogback.configurationFile=" + file.toUri(), "-cp",
				classPath, LogbackXmlApplication.class.getName()))) {
			assertThat(jvm.exitCode()).isZero();
			assertThat(jvm.output()).contains("size 1024, flush 30000, threshold 0, caller true",
					"stopped true, anew true");
			assertThat(jvm.output()).filteredOn((line) -> line.startsWith("main first"))
				.containsExactlyElementsOf(lines("main first "));
			assertThat(jvm.output()).filteredOn((line) -> line.startsWith("main second"))
				.containsExactlyElementsOf(lines("main second "));
			assertThat(jvm.complaints()).isEmpty();
		}
	}

	private static List<String> lines(String prefix) {
		return IntStream.range(0, 300).mapToObj((i) -> prefix + i).toList();
	}

	@Test
	@Tag("faults")
	void aBareNumberIsATimeInMilliseconds() throws IOException {
		Path file = Files.writeString(this.directory.resolve("logback.xml"),
				CONFIGURATION.replace("30 seconds", "1500"));
		try (ForkedJvm jvm = ForkedJvm.startWith(List.of("-Dlogback.configurationFile=" + file.toUri(), "-cp",
				String.join(File.pathSeparator, ForkedJvm.classPath()), LogbackXmlApplication.class.getName()))) {
			assertThat(jvm.exitCode()).isZero();
			assertThat(jvm.outputText()).contains("flush 1500,");
		}
	}

}
