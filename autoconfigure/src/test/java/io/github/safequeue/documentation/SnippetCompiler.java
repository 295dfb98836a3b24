/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.documentation;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compiles the Java snippets of a page in memory, as one package, with the imports that a
 * reader would let an IDE add.
 */
final class SnippetCompiler {

	private static final List<String> PACKAGES = List.of("io.github.safequeue", "io.github.safequeue.cleaner",
			"io.github.safequeue.executor", "io.github.safequeue.logback", "jakarta.annotation", "java.io",
			"java.nio.file", "java.time", "java.util", "java.util.concurrent", "java.util.function",
			"org.apache.kafka.clients.consumer", "org.slf4j", "org.springframework.amqp.rabbit.annotation",
			"org.springframework.beans.factory", "org.springframework.beans.factory.annotation",
			"org.springframework.boot", "org.springframework.boot.autoconfigure", "org.springframework.context",
			"org.springframework.context.annotation", "org.springframework.context.event",
			"org.springframework.core.retry", "org.springframework.core.task", "org.springframework.http",
			"org.springframework.jdbc.core.simple", "org.springframework.kafka.annotation",
			"org.springframework.kafka.core", "org.springframework.kafka.support",
			"org.springframework.scheduling.annotation", "org.springframework.stereotype",
			"org.springframework.transaction.annotation", "org.springframework.web.bind.annotation");

	private static final List<String> CLASHING = List.of("com.rabbitmq.client.Channel",
			"org.springframework.amqp.core.Message", "org.springframework.amqp.core.Queue",
			"org.springframework.amqp.core.QueueBuilder", "org.springframework.context.event.EventListener");

	private SnippetCompiler() {
	}

	/**
	 * Compile all Java snippets of a page.
	 * @param page the page
	 * @return the classes, by their names
	 */
	static Map<String, Class<?>> compile(Page page) {
		Sources sources = Sources.of(page);
		Map<String, ByteArrayOutputStream> classes = new TreeMap<>();
		DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
		StandardJavaFileManager files = ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null);
		List<String> options = List.of("-proc:none", "-parameters", "-Xlint:all,-processing", "-classpath",
				System.getProperty("java.class.path"));
		ToolProvider.getSystemJavaCompiler()
			.getTask(null, new InMemory(files, classes), problems, options, null, sources.objects())
			.call();
		assertThat(problems.getDiagnostics().stream().map(Sources::describe)).as("Java snippets of " + page).isEmpty();
		Loader loader = new Loader(classes);
		return classes.keySet().stream().collect(Collectors.toMap((name) -> name, loader::get));
	}

	/** The source files of a page. */
	private record Sources(List<Source> objects) {

		static Sources of(Page page) {
			String imports = Stream.concat(PACKAGES.stream().map((name) -> name + ".*"), CLASHING.stream())
				.map("import %s; "::formatted)
				.collect(Collectors.joining());
			String header = "package page.%s; %s"
				.formatted(page.toString().toLowerCase(Locale.ROOT).replaceAll("\\W", "_"), imports);
			boolean given = page.givens().stream().anyMatch((block) -> block.code().contains("class Given "));
			List<Source> objects = new ArrayList<>();
			page.givens().forEach((block) -> objects.add(new Source(block, header + block.code())));
			page.snippets("java")
				.forEach((block) -> objects
					.add(new Source(block, header + block.source("Snippet" + block.line(), given))));
			return new Sources(objects);
		}

		static String describe(Diagnostic<? extends JavaFileObject> problem) {
			return (problem.getSource() instanceof Source source) ? "%s:%d: %s".formatted(source.snippet.page(),
					source.snippet.line() + problem.getLineNumber() - 1, problem.getMessage(Locale.ROOT))
					: problem.getMessage(Locale.ROOT);
		}

	}

	private static final class Source extends SimpleJavaFileObject {

		private final Snippet snippet;

		private final String content;

		private Source(Snippet snippet, String content) {
			super(URI.create("string:///Snippet" + snippet.line() + ".java"), Kind.SOURCE);
			this.snippet = snippet;
			this.content = content;
		}

		@Override
		public boolean isNameCompatible(String simpleName, Kind kind) {
			return kind == Kind.SOURCE && !simpleName.endsWith("-info");
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.content;
		}

	}

	private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {

		private final Map<String, ByteArrayOutputStream> classes;

		private InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
			super(files);
			this.classes = classes;
		}

		@Override
		public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind,
				FileObject sibling) {
			return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/') + ".class"), kind) {
				@Override
				public OutputStream openOutputStream() {
					return InMemory.this.classes.computeIfAbsent(name, (unused) -> new ByteArrayOutputStream());
				}
			};
		}

	}

	private static final class Loader extends ClassLoader {

		private final Map<String, ByteArrayOutputStream> classes;

		private Loader(Map<String, ByteArrayOutputStream> classes) {
			super(SnippetCompiler.class.getClassLoader());
			this.classes = classes;
		}

		private Class<?> get(String name) {
			try {
				return loadClass(name);
			}
			catch (ClassNotFoundException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		protected Class<?> findClass(String name) throws ClassNotFoundException {
			ByteArrayOutputStream code = this.classes.get(name);
			if (code == null) {
				throw new ClassNotFoundException(name);
			}
			return defineClass(name, code.toByteArray(), 0, code.size());
		}

	}

}
