package io.github.safequeue.listener;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.function.Function;

import io.github.safequeue.WorkHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing that was generated for a user's class outlives its class loader.
 */
class ListenerUnloadingTests {

	@Test
	void classLoaderIsUnloadedWithItsHandlersAndKeyReaders() throws Exception {
		ReferenceQueue<ClassLoader> unloaded = new ReferenceQueue<>();
		List<PhantomReference<ClassLoader>> loaders = List.of(use(unloaded), use(unloaded));
		AnnotationUtils.clearCache();
		ReflectionUtils.clearCache();
		ResolvableType.clearCache();
		for (int i = 0; i < loaders.size(); i++) {
			assertThat(awaitUnloading(unloaded)).isNotNull();
		}
	}

	private static @Nullable Object awaitUnloading(ReferenceQueue<ClassLoader> unloaded) throws InterruptedException {
		for (int i = 0; i < 50; i++) {
			System.gc();
			Object reference = unloaded.remove(100);
			if (reference != null) {
				return reference;
			}
		}
		return null;
	}

	@SuppressWarnings("unchecked")
	private static PhantomReference<ClassLoader> use(ReferenceQueue<ClassLoader> queue) throws Exception {
		ClassLoader loader = new Isolated();
		Class<?> type = Class.forName(ReloadedListener.class.getName(), true, loader);
		assertThat(type.getClassLoader()).isSameAs(loader);
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beanFactory.registerBeanDefinition("listening", new RootBeanDefinition(type));
		ListenerMethod listener = ListenerMethods.find(beanFactory).get(0);
		Object item = beanFactory.getBean("listening");
		WorkHandler<Object> handler = (WorkHandler<Object>) listener.createHandler(item);
		handler.handle(item);
		assertThat(handler.getClass().getClassLoader()).isSameAs(loader);
		Function<Object, @Nullable Object> known = KeyReader.of("q", listener.itemType(), "handled");
		Function<Object, @Nullable Object> unknown = KeyReader.of("q", ResolvableType.NONE, "handled");
		assertThat(known.apply(item)).isEqualTo(1);
		assertThat(unknown.apply(item)).isEqualTo(1);
		return new PhantomReference<>(loader, queue);
	}

	/**
	 * Loads {@link ReloadedListener} anew.
	 */
	private static final class Isolated extends ClassLoader {

		Isolated() {
			super(ListenerUnloadingTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.equals(ReloadedListener.class.getName())) {
				return super.loadClass(name, resolve);
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
