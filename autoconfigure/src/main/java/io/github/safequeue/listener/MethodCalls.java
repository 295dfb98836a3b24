/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkHandler;

/**
 * Calls the methods of the application by method handles: listener methods, and the
 * methods that read the properties of an item. What a method throws reaches the caller
 * unwrapped. The stack trace shows one frame of this class and none of reflection. The
 * objects that this class creates may be used by any thread.
 */
final class MethodCalls {

	private static final MethodType ITEM = MethodType.methodType(void.class, Object.class);

	private static final MethodType ITEM_CONTEXT = ITEM.appendParameterTypes(WorkContext.class);

	private MethodCalls() {
	}

	/**
	 * Create a handler that calls a listener method on a bean. The handler throws a
	 * {@link ClassCastException} for an item of another type than the signature has.
	 * @param method the method, as the class or an interface of the bean declares it
	 * @param signature the positions and types of the parameters
	 * @param bean the bean or its proxy
	 * @return the handler
	 * @throws IllegalAccessException if the method is not accessible
	 */
	static WorkHandler<Object> handler(Method method, ListenerSignature signature, Object bean)
			throws IllegalAccessException {
		MethodHandle call = find(method).bindTo(bean);
		// A parameter of the method may be a type variable, which accepts any object.
		Class<?> itemType = signature.batch() ? List.class : signature.itemType().toClass();
		MethodType type = call.type().changeParameterType(signature.itemIndex(), itemType);
		if (signature.contextIndex() < 0) {
			return itemHandler(call.asType(type).asType(ITEM));
		}
		type = type.changeParameterType(signature.contextIndex(), WorkContext.class);
		MethodType itemFirst = MethodType.methodType(void.class, itemType, WorkContext.class);
		return contextHandler(MethodHandles
			.permuteArguments(call.asType(type), itemFirst, signature.itemIndex(), signature.contextIndex())
			.asType(ITEM_CONTEXT));
	}

	/**
	 * Create a function that calls a method without parameters on its argument.
	 * @param method the method
	 * @return the function
	 * @throws IllegalAccessException if the method is not accessible
	 */
	static Function<Object, @Nullable Object> getter(Method method) throws IllegalAccessException {
		MethodHandle call = find(method).asType(MethodType.genericMethodType(1));
		return (target) -> {
			try {
				return call.invokeExact(target);
			}
			catch (Throwable ex) {
				throw rethrow(ex);
			}
		};
	}

	private static MethodHandle find(Method method) throws IllegalAccessException {
		method.trySetAccessible();
		return MethodHandles.lookup().unreflect(method);
	}

	private static WorkHandler<Object> itemHandler(MethodHandle call) {
		return (item) -> {
			try {
				call.invokeExact(item);
			}
			catch (Throwable ex) {
				throw rethrow(ex);
			}
		};
	}

	private static ContextWorkHandler<Object> contextHandler(MethodHandle call) {
		return (item, context) -> {
			try {
				call.invokeExact(item, context);
			}
			catch (Throwable ex) {
				throw rethrow(ex);
			}
		};
	}

	/** Throw anything, declared or not, as it is. Never returns. */
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <E extends Throwable> RuntimeException rethrow(Throwable failure) throws E {
		throw (E) failure;
	}

}
