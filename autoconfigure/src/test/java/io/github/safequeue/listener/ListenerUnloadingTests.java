/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.function.Consumer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers and key readers do not keep the class loader of a user's class: neither the
 * library's own, as in an executable jar, nor a child of it, as under devtools.
 */
class ListenerUnloadingTests {

	@ParameterizedTest
	@ValueSource(strings = { "io.github.safequeue.", "io.github.safequeue.listener.ReloadedListener" })
	void classLoaderIsUnloadedWithItsHandlersAndKeyReaders(String reloaded) throws Exception {
		ReferenceQueue<ClassLoader> unloaded = new ReferenceQueue<>();
		PhantomReference<ClassLoader> loader = use(reloaded, unloaded);
		AnnotationUtils.clearCache();
		ReflectionUtils.clearCache();
		ResolvableType.clearCache();
		Object found = null;
		for (int i = 0; i < 50 && found == null; i++) {
			System.gc();
			found = unloaded.remove(100);
		}
		assertThat(found).isSameAs(loader);
	}

	@SuppressWarnings("unchecked")
	private static PhantomReference<ClassLoader> use(String reloaded, ReferenceQueue<ClassLoader> queue)
			throws Exception {
		ClassLoader loader = new Isolated(reloaded);
		Class<?> type = Class.forName(ReloadedListener.class.getName(), true, loader);
		assertThat(type.getClassLoader()).isSameAs(loader);
		Class<?> user = Class.forName(UseInLoader.class.getName(), true, loader);
		((Consumer<Class<?>>) user.getConstructor().newInstance()).accept(type);
		return new PhantomReference<>(loader, queue);
	}

	/**
	 * Loads some classes anew.
	 */
	private static final class Isolated extends ClassLoader {

		private final String prefix;

		Isolated(String prefix) {
			super(ListenerUnloadingTests.class.getClassLoader());
			this.prefix = prefix;
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.startsWith(this.prefix)) {
				return super.loadClass(name, resolve);
			}
			Class<?> loaded = findLoadedClass(name);
			if (loaded != null) {
				return loaded;
			}
			try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
				byte[] bytes = file.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
