package io.github.safequeue.listener;

import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.github.safequeue.WorkHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NativeDetector;

/**
 * Calls methods at the cost of a plain call, by classes that are generated as the
 * compiler generates them for method references.
 *
 * <p>
 * A generated class belongs to the class loader of the method's class and is kept, for
 * all contexts of that loader, by the method's class itself: both go together. What is
 * called may throw checked exceptions, whatever the functional interface declares: the
 * JVM knows no difference.
 */
final class DirectCalls {

	private static final ClassValue<Map<Method, MethodHandle>> HANDLERS = new PerMethod<>();

	private static final ClassValue<Map<Method, Function<Object, @Nullable Object>>> GETTERS = new PerMethod<>();

	private DirectCalls() {
	}

	/**
	 * Create a handler that calls a method on a bean.
	 * @param method the method
	 * @param shape its parameters
	 * @param bean the bean
	 * @return the handler
	 * @throws IllegalAccessException if the method's class does not let us in
	 */
	static WorkHandler<Object> handler(Method method, CallShape shape, Object bean) throws IllegalAccessException {
		Map<Method, MethodHandle> known = HANDLERS.get(method.getDeclaringClass());
		MethodHandle factory = known.get(method);
		if (factory == null) {
			factory = generate(method, shape.functionalInterface(), shape.methodName(), shape.methodType(), true);
			known.put(method, factory);
		}
		return shape.handler(invoke(factory.bindTo(bean)));
	}

	/**
	 * Create a function that calls a method without parameters on what it is given.
	 * @param method the method
	 * @return the function
	 * @throws IllegalAccessException if the method's class does not let us in
	 */
	@SuppressWarnings("unchecked")
	static Function<Object, @Nullable Object> getter(Method method) throws IllegalAccessException {
		Map<Method, Function<Object, @Nullable Object>> known = GETTERS.get(method.getDeclaringClass());
		Function<Object, @Nullable Object> getter = known.get(method);
		if (getter == null) {
			getter = (Function<Object, @Nullable Object>) invoke(
					generate(method, Function.class, "apply", MethodType.genericMethodType(1), false));
			known.put(method, getter);
		}
		return getter;
	}

	private static MethodHandle generate(Method method, Class<?> functionalInterface, String name, MethodType type,
			boolean bound) throws IllegalAccessException {
		if (NativeDetector.inNativeImage()) {
			throw new IllegalAccessException("A native image generates no classes");
		}
		MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(method.getDeclaringClass(), MethodHandles.lookup());
		MethodHandle target = lookup.unreflect(method);
		MethodType factoryType = MethodType.methodType(functionalInterface);
		MethodType callType = target.type();
		if (bound) {
			factoryType = factoryType.appendParameterTypes(callType.parameterType(0));
			callType = callType.dropParameterTypes(0, 1);
		}
		else {
			callType = callType.changeReturnType(callType.wrap().returnType());
		}
		try {
			return LambdaMetafactory.metafactory(lookup, name, factoryType, type, target, callType).getTarget();
		}
		catch (LambdaConversionException | LinkageError ex) {
			IllegalAccessException refused = new IllegalAccessException(ex.getMessage());
			refused.initCause(ex);
			throw refused;
		}
	}

	private static Object invoke(MethodHandle factory) {
		try {
			return factory.invoke();
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What was generated for the methods of a class.
	 *
	 * @param <V> the type of what was generated
	 */
	private static final class PerMethod<V> extends ClassValue<Map<Method, V>> {

		@Override
		protected Map<Method, V> computeValue(Class<?> type) {
			return new ConcurrentHashMap<>();
		}

	}

}
