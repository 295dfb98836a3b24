package io.github.safequeue.listener;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.function.Function;

import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkHandler;
import org.jspecify.annotations.Nullable;

/**
 * Calls methods by method handles, where no class can be generated in the place of the
 * method's class: in a native image, or where that class is of another module than the
 * library. Class loaders have modules of their own, so that is the case under devtools as
 * well. Reflection could call no method that a handle cannot.
 */
final class HandleCalls {

	private static final MethodType ITEM = MethodType.methodType(void.class, Object.class);

	private static final MethodType ITEM_CONTEXT = ITEM.appendParameterTypes(WorkContext.class);

	private HandleCalls() {
	}

	/**
	 * Create a handler that calls a method on a bean.
	 * @param method the method
	 * @param shape its parameters
	 * @param bean the bean
	 * @return the handler
	 * @throws IllegalAccessException if the method is not accessible
	 */
	static WorkHandler<Object> handler(Method method, CallShape shape, Object bean) throws IllegalAccessException {
		MethodHandle bound = find(method).bindTo(bean);
		if (shape == CallShape.ITEM) {
			return item(bound.asType(ITEM));
		}
		if (shape == CallShape.CONTEXT_ITEM) {
			MethodType reversed = MethodType.methodType(void.class, bound.type().parameterType(1), WorkContext.class);
			bound = MethodHandles.permuteArguments(bound, reversed, 1, 0);
		}
		return itemAndContext(bound.asType(ITEM_CONTEXT));
	}

	/**
	 * Create a function that calls a method without parameters on what it is given.
	 * @param method the method
	 * @return the function
	 * @throws IllegalAccessException if the method is not accessible
	 */
	static Function<Object, @Nullable Object> getter(Method method) throws IllegalAccessException {
		MethodHandle handle = find(method).asType(MethodType.genericMethodType(1));
		return (target) -> {
			try {
				return handle.invokeExact(target);
			}
			catch (RuntimeException | Error ex) {
				throw ex;
			}
			catch (Throwable ex) {
				throw new UndeclaredThrowableException(ex);
			}
		};
	}

	private static MethodHandle find(Method method) throws IllegalAccessException {
		method.trySetAccessible();
		return MethodHandles.lookup().unreflect(method);
	}

	private static WorkHandler<Object> item(MethodHandle handle) {
		return (item) -> {
			try {
				handle.invokeExact(item);
			}
			catch (Throwable ex) {
				throw asException(ex);
			}
		};
	}

	private static ContextWorkHandler<Object> itemAndContext(MethodHandle handle) {
		return (item, context) -> {
			try {
				handle.invokeExact(item, context);
			}
			catch (Throwable ex) {
				throw asException(ex);
			}
		};
	}

	private static Exception asException(Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		return (failure instanceof Exception exception) ? exception : new UndeclaredThrowableException(failure);
	}

}
