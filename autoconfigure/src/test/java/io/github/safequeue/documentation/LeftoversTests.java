/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.documentation;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import io.github.safequeue.SafeQueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The beans of {@code docs/failures.md} that keep leftovers for the next start.
 */
@Timeout(120)
class LeftoversTests {

	private final Map<String, Class<?>> classes = SnippetCompiler.compile(Page.of("docs/failures.md"));

	private final List<String> sent = new CopyOnWriteArrayList<>();

	private final CountDownLatch sending = new CountDownLatch(1);

	private final CountDownLatch over = new CountDownLatch(1);

	@TempDir
	private Path folder;

	private Class<?> type(String name) {
		return this.classes.get("page.docs_failures_md." + name);
	}

	private Object mail(String id) throws ReflectiveOperationException {
		Constructor<?> constructor = type("Mail").getDeclaredConstructors()[0];
		constructor.setAccessible(true);
		return constructor.newInstance(id, "someone@example.org");
	}

	private static String id(Object mail) {
		return mail.toString().replaceAll(".*id=(\\w+).*", "$1");
	}

	/** Sends the first mail for as long as the first application lives. */
	private Object send(Object mail) {
		this.sent.add(id(mail));
		this.sending.countDown();
		while (this.over.getCount() > 0) {
			try {
				this.over.await();
			}
			catch (InterruptedException ex) {
				// As one that cannot stop half-way.
			}
		}
		return null;
	}

	private ConfigurableApplicationContext run() {
		return new SpringApplicationBuilder(Application.class, type("MailListener"), type("Leftovers"),
				type("LeftoversRunner"))
			.web(WebApplicationType.NONE)
			.properties("safequeue.shutdown.drain-timeout=1ms", "leftovers.file=" + this.folder.resolve("leftovers"))
			.initializers((context) -> {
				GenericApplicationContext target = (GenericApplicationContext) context;
				register(target, "MailSender", (proxy, method, arguments) -> send(arguments[0]));
				register(target, "MailRepository", (proxy, method, arguments) -> (method.getName().equals("find"))
						? mail((String) arguments[0]) : this.sent.contains(arguments[0]));
			})
			.run();
	}

	@SuppressWarnings("unchecked")
	private void register(GenericApplicationContext context, String name, InvocationHandler handler) {
		Class<Object> type = (Class<Object>) type(name);
		context.registerBean(name, type,
				() -> Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
						(proxy, method, arguments) -> (method.getDeclaringClass() == Object.class)
								? method.invoke(handler, arguments) : handler.invoke(proxy, method, arguments)));
	}

	@SuppressWarnings("unchecked")
	private static SafeQueue<Object> mails(ConfigurableApplicationContext context) {
		return context.getBean("mails", SafeQueue.class);
	}

	@Test
	void whatIsNotDoneIsSubmittedAtTheNextStart() throws Exception {
		ConfigurableApplicationContext first = run();
		mails(first).offer(mail("one"));
		this.sending.await();
		mails(first).offer(mail("two"));
		mails(first).offer(mail("three"));
		first.close();
		assertThat(Files.readAllLines(this.folder.resolve("leftovers"))).containsExactlyInAnyOrder("IN_FLIGHT one",
				"DRAIN_TIMEOUT two", "DRAIN_TIMEOUT three");
		this.over.countDown();
		try (ConfigurableApplicationContext second = run()) {
			await().until(() -> mails(second).snapshot().handled() == 2);
		}
		assertThat(this.sent).containsExactly("one", "two", "three");
		assertThat(this.folder.resolve("leftovers")).doesNotExist();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			excludeName = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
	static class Application {

	}

}
