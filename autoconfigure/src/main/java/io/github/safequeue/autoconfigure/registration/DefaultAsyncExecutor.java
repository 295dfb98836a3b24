package io.github.safequeue.autoconfigure.registration;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.annotation.AsyncConfigurer;

/**
 * Says where {@code @Async} without a name runs, in an application that has an executor
 * of its own: on the task executor if that replaces all, else where it would run if there
 * were no task executor. Spring alone would take it for the application's, being the only
 * bean of its type.
 */
final class DefaultAsyncExecutor implements AsyncConfigurer {

	private final HierarchicalBeanFactory beanFactory;

	private final @Nullable String executor;

	DefaultAsyncExecutor(HierarchicalBeanFactory beanFactory, @Nullable String executor) {
		this.beanFactory = beanFactory;
		this.executor = executor;
	}

	@Override
	public Executor getAsyncExecutor() {
		if (this.executor != null) {
			return this.beanFactory.getBean(this.executor, Executor.class);
		}
		if (this.beanFactory.containsBean(BootTaskExecutor.ALIAS)) {
			return this.beanFactory.getBean(BootTaskExecutor.ALIAS, Executor.class);
		}
		BeanFactory parent = this.beanFactory.getParentBeanFactory();
		Executor inherited = (parent != null) ? parent.getBeanProvider(TaskExecutor.class).getIfUnique() : null;
		return (inherited != null) ? inherited : new SimpleAsyncTaskExecutor();
	}

}
