/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.documentation;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.stereotype.Component;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueSnapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The snippets of README.md, taken together, are an application that does what the README
 * says.
 */
class ReadmeTests {

	private static final Page README = Page.of("README.md");

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void dependencyIsTheStarterOfThisBuild() throws IOException {
		assertThat(README.snippets("xml")).singleElement().satisfies((dependency) -> {
			String pom = Files.readString(Page.ROOT.resolve("starter/pom.xml"));
			assertThat(dependency.code().lines().filter((line) -> line.matches("\\s+<(artifactId|version)>.*")))
				.hasSize(2)
				.allSatisfy((line) -> assertThat(pom).contains(line.strip()));
			assertThat(dependency.code()).contains("<groupId>io.github.safequeue</groupId>");
		});
	}

	@Test
	void commandForTheTestsIsThatOfTheBuild() throws IOException {
		assertThat(README.snippets("shell").get(0).code().lines().map((line) -> line.replaceFirst("\\s+#.*", "")))
			.contains("mvn verify");
		assertThat(Files.readString(Page.ROOT.resolve(".ci/run"))).contains("\n\"${maven[@]}\" verify\n");
	}

	@Test
	void commandsThatRunTheSampleAreAlike() {
		String command = commands(README).findFirst().orElseThrow();
		assertThat(command).as("shows progress and compiles no tests")
			.startsWith("mvn -pl sample-app -am -Dmaven.test.skip ");
		assertThat(Page.all().flatMap(ReadmeTests::commands)).hasSizeGreaterThan(4)
			.allSatisfy((other) -> assertThat(other).startsWith(command));
	}

	private static Stream<String> commands(Page page) {
		return page.snippets("shell")
			.stream()
			.flatMap((snippet) -> snippet.code().lines())
			.filter((line) -> line.contains("spring-boot:run"))
			.map((line) -> line.replaceFirst("\\s+#.*", ""));
	}

	@Test
	void snippetsAreAnApplicationThatHandlesWhatIsSubmittedWhileItCloses() throws Exception {
		Map<String, Class<?>> classes = SnippetCompiler.compile(README);
		ConfigurableApplicationContext context = run(classes.values().stream());
		SafeQueue<?> orders = context.getBean("orders", SafeQueue.class);
		try {
			assertThat(post(context, "orders", "{\"customerId\": \"dave\", \"product\": \"mate\"}")).isEqualTo(202);
			await().until(() -> orders.snapshot().handled() == 1);
			assertThat(get(context, "actuator/health")).contains("\"safeQueues\"", "\"orders\"");
			assertThat(get(context, "actuator/safequeues/orders")).contains("\"capacity\":1024", "\"concurrency\":4",
					"\"stack\"");
			assertThat(get(context, "actuator/metrics")).contains("\"safequeue.accepted\"");
			invoke(context.getBean("carts"), "whenUnreachable", new Object());
			await().until(() -> {
				System.gc();
				return orders.snapshot().handled() == 2;
			});
		}
		finally {
			context.close();
		}
		SafeQueueSnapshot figures = orders.snapshot();
		assertThat(figures.handled()).as("posted, collected, and two while closing").isEqualTo(4);
		assertThat(figures.accepted()).isEqualTo(4);
	}

	private static void invoke(Object bean, String name, Object argument) {
		try {
			Method method = bean.getClass().getDeclaredMethod(name, Object.class);
			method.setAccessible(true);
			method.invoke(bean, argument);
		}
		catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ConfigurableApplicationContext run(Stream<Class<?>> classes) throws IOException {
		Class<?>[] beans = Stream
			.concat(Stream.of(Application.class),
					classes.filter((type) -> AnnotatedElementUtils.hasAnnotation(type, Component.class)))
			.toArray(Class<?>[]::new);
		assertThat(beans).hasSizeGreaterThan(2);
		List<PropertySource<?>> yaml = new YamlPropertySourceLoader().load("README.md",
				new ByteArrayResource(README.snippets("yaml").get(0).code().getBytes(UTF_8)));
		return new SpringApplicationBuilder(beans)
			.initializers((context) -> yaml.forEach(context.getEnvironment().getPropertySources()::addLast))
			.properties("server.port=0", "management.endpoints.web.exposure.include=health,safequeues,metrics",
					"management.endpoint.health.show-details=always")
			.run();
	}

	private int post(ConfigurableApplicationContext context, String path, String json) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(uri(context, path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json))
			.build();
		return this.client.send(request, BodyHandlers.discarding()).statusCode();
	}

	private String get(ConfigurableApplicationContext context, String path) throws Exception {
		return this.client.send(HttpRequest.newBuilder(uri(context, path)).build(), BodyHandlers.ofString()).body();
	}

	private static URI uri(ConfigurableApplicationContext context, String path) {
		return URI.create(
				"http://localhost:%s/%s".formatted(context.getEnvironment().getProperty("local.server.port"), path));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			excludeName = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
	static class Application {

	}

}
