/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkHandler;

/**
 * A method with {@link SafeQueueListener} of one bean definition: what it declares, with
 * placeholders resolved, and how it is called. Found by {@link ListenerMethods#find
 * ListenerMethods}. Immutable; may be used by any thread.
 */
public final class ListenerMethod {

	private final String beanName;

	private final ListenerAttributes attributes;

	private final ListenerSignature signature;

	ListenerMethod(String beanName, ListenerAttributes attributes, ListenerSignature signature) {
		this.beanName = beanName;
		this.attributes = attributes;
		this.signature = signature;
	}

	/**
	 * Return the bean that has the method.
	 * @return the bean's name
	 */
	public String beanName() {
		return this.beanName;
	}

	/**
	 * Return the method.
	 * @return the method as the user's class, one of its superclasses or its interfaces
	 * declares it, never as a proxy does
	 */
	public Method method() {
		return this.signature.method();
	}

	/**
	 * Return the queues that the method handles.
	 * @return the names: one at least, none of them blank, each of them once
	 */
	public List<String> queues() {
		return this.attributes.queues();
	}

	/**
	 * Return the type of the queues' items: the item parameter's type or, where that is a
	 * {@link List}, the type of its elements. Type variables are resolved by the bean
	 * definition. An unknown type is its bound, {@link Object} if it has none.
	 * @return the type
	 */
	public ResolvableType itemType() {
		return this.signature.itemType();
	}

	/**
	 * Return whether the method takes a {@link List} of items.
	 * @return whether it takes batches
	 */
	public boolean isBatch() {
		return this.signature.batch();
	}

	/**
	 * Return how many calls of the method may run at a time.
	 * @return a number from 1, or {@code null} where the attribute is empty
	 */
	public @Nullable Integer concurrency() {
		return this.attributes.concurrency();
	}

	/**
	 * Return how many items a batch holds at most.
	 * @return a number from 1, or {@code null} where the attribute is empty
	 */
	public @Nullable Integer batchSize() {
		return this.attributes.batchSize();
	}

	/**
	 * Return whether the queues handle as soon as the context has started.
	 * @return the value, or {@code null} where the attribute is empty
	 */
	public @Nullable Boolean autoStartup() {
		return this.attributes.autoStartup();
	}

	/**
	 * Return the property whose value is an item's key, for {@link KeyExtractor}.
	 * @return the path of the property, or {@code null} where the attribute is empty
	 */
	public @Nullable String key() {
		return this.attributes.key();
	}

	/**
	 * Return the beans that the method reaches in ways that Spring does not record.
	 * @return the names of beans; that they exist was not checked
	 */
	public List<String> dependsOn() {
		return this.attributes.dependsOn();
	}

	/**
	 * Return the method's name for messages.
	 * @return the name, such as {@code com.acme.Orders.on(Order)}
	 */
	public String describe() {
		return this.signature.description();
	}

	/**
	 * Create a handler that calls the method on a bean. The handler calls a proxy of the
	 * bean as every other caller does, so the method is advised. The handler throws what
	 * the method throws, unwrapped. For an item of another type than {@link #itemType()},
	 * it throws a {@link ClassCastException} that names types only. Several threads may
	 * call the handler at the same time.
	 * @param bean the bean named {@link #beanName()}, or its proxy
	 * @return the handler; a {@link ContextWorkHandler} if and only if the method has a
	 * {@link WorkContext} parameter
	 * @throws SafeQueueConfigurationException if the method cannot be called on the bean,
	 * or not through its proxy
	 */
	public WorkHandler<?> createHandler(Object bean) {
		return HandlerFactory.create(this.signature, bean);
	}

	@Override
	public String toString() {
		return "%s of bean '%s'".formatted(describe(), this.beanName);
	}

}
