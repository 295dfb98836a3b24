/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.jvm;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilderFactory;
import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The library and what the starter brings work as modules.
 */
class ModulePathTests {

	private static final String MODULE = "io.github.safequeue";

	@TempDir
	Path directory;

	private final List<Path> modules = new ArrayList<>();

	private final List<String> rest = new ArrayList<>();

	@BeforeEach
	void collect() throws IOException, URISyntaxException {
		Path classes = Path.of(SafeQueue.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		this.modules.add(jar(classes));
		for (String entry : ForkedJvm.classPath()) {
			Path path = Path.of(entry);
			if (!Files.isDirectory(path)) {
				this.modules.add(path);
			}
			else if (!Files.isSameFile(path, classes)) {
				this.rest.add(entry);
			}
		}
	}

	/** Pack the classes as the build does, which has not come so far when tests run. */
	private Path jar(Path classes) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().putValue("Automatic-Module-Name", moduleNameOfBuild());
		Path jar = this.directory.resolve("safequeue-spring-boot-autoconfigure.jar");
		try (OutputStream file = Files.newOutputStream(jar);
				JarOutputStream target = new JarOutputStream(file, manifest);
				Stream<Path> sources = Files.walk(classes)) {
			sources.filter(Files::isRegularFile).forEach((source) -> add(target, classes.relativize(source), source));
		}
		return jar;
	}

	private static void add(JarOutputStream target, Path name, Path source) {
		try {
			target.putNextEntry(new JarEntry(name.toString().replace(File.separatorChar, '/')));
			Files.copy(source, target);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String moduleNameOfBuild() throws IOException {
		Matcher matcher = Pattern.compile("<Automatic-Module-Name>(.+)</Automatic-Module-Name>")
			.matcher(Files.readString(Path.of("pom.xml")));
		assertThat(matcher.find()).isTrue();
		return matcher.group(1);
	}

	@Test
	void resolves() {
		ModuleFinder finder = ModuleFinder.of(this.modules.toArray(Path[]::new));
		Configuration resolved = ModuleLayer.boot()
			.configuration()
			.resolveAndBind(finder, ModuleFinder.of(), Set.of(MODULE));
		assertThat(resolved.findModule(MODULE))
			.hasValueSatisfying((module) -> assertThat(module.reference().descriptor().provides())
				.extracting(ModuleDescriptor.Provides::service)
				.contains(SafeQueueBuilderFactory.class.getName()));
	}

	@Test
	void runsAsModules() {
		String modulePath = String.join(File.pathSeparator, this.modules.stream().map(Path::toString).toList());
		try (ForkedJvm jvm = ForkedJvm
			.startWith(List.of("--module-path", modulePath, "--add-modules", MODULE + ",ALL-MODULE-PATH", "-cp",
					String.join(File.pathSeparator, this.rest), ModuleApplication.class.getName()))) {
			assertThat(jvm.exitCode()).as(jvm.outputText()).isZero();
			assertThat(jvm.output()).contains("module module " + MODULE, "handled 42", "handled 43 without a context");
			assertThat(jvm.complaints()).isEmpty();
		}
	}

}
