package io.github.safequeue.listener;

import java.lang.invoke.MethodType;
import java.util.function.BiConsumer;

import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkHandler;

/**
 * The parameters of a listener method, and the functional interface that has the same.
 */
enum CallShape {

	/** {@code on(item)}. */
	ITEM(WorkHandler.class, "handle", MethodType.methodType(void.class, Object.class)),

	/** {@code on(item, context)}. */
	ITEM_CONTEXT(ContextWorkHandler.class, "handle",
			MethodType.methodType(void.class, Object.class, WorkContext.class)),

	/** {@code on(context, item)}. */
	CONTEXT_ITEM(BiConsumer.class, "accept", MethodType.methodType(void.class, Object.class, Object.class));

	private final Class<?> functionalInterface;

	private final String methodName;

	@SuppressWarnings("ImmutableEnumChecker") // a MethodType is immutable
	private final MethodType methodType;

	CallShape(Class<?> functionalInterface, String methodName, MethodType methodType) {
		this.functionalInterface = functionalInterface;
		this.methodName = methodName;
		this.methodType = methodType;
	}

	static CallShape of(ListenerSignature signature) {
		if (signature.contextIndex() < 0) {
			return ITEM;
		}
		return (signature.itemIndex() == 0) ? ITEM_CONTEXT : CONTEXT_ITEM;
	}

	Class<?> functionalInterface() {
		return this.functionalInterface;
	}

	String methodName() {
		return this.methodName;
	}

	MethodType methodType() {
		return this.methodType;
	}

	/**
	 * Make a handler of an object of this shape's interface.
	 * @param function the object
	 * @return the handler, the object itself if it is one
	 */
	@SuppressWarnings("unchecked")
	WorkHandler<Object> handler(Object function) {
		if (this != CONTEXT_ITEM) {
			return (WorkHandler<Object>) function;
		}
		BiConsumer<Object, Object> contextFirst = (BiConsumer<Object, Object>) function;
		ContextWorkHandler<Object> handler = (item, context) -> contextFirst.accept(context, item);
		return handler;
	}

}
