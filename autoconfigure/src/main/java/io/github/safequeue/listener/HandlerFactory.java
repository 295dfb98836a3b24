package io.github.safequeue.listener;

import java.lang.reflect.Method;
import java.util.List;

import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.WorkHandler;

import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/**
 * Creates handlers that call a listener method.
 */
final class HandlerFactory {

	private HandlerFactory() {
	}

	/**
	 * Create a handler.
	 * @param signature the method
	 * @param bean the bean or its proxy
	 * @return the handler
	 * @throws SafeQueueConfigurationException if the method cannot be called on the bean
	 */
	static WorkHandler<?> create(ListenerSignature signature, Object bean) {
		Class<?> target = AopUtils.getTargetClass(bean);
		AsyncMethods.refuse(signature, ClassUtils.getMostSpecificMethod(signature.method(), target), target);
		Method method = InvocableMethods.select(signature, bean);
		WorkHandler<Object> handler = call(signature, method, bean);
		Class<?> itemType = signature.batch() ? List.class : signature.itemType().toClass();
		boolean checkedByCall = method.getParameterTypes()[signature.itemIndex()].equals(itemType);
		return checkedByCall ? handler : checked(handler, itemType);
	}

	private static WorkHandler<Object> call(ListenerSignature signature, Method method, Object bean) {
		CallShape shape = CallShape.of(signature);
		try {
			return DirectCalls.handler(method, shape, bean);
		}
		catch (IllegalAccessException refused) {
			try {
				return HandleCalls.handler(method, shape, bean);
			}
			catch (IllegalAccessException ex) {
				throw signature.refuse("cannot be called: %s.".formatted(ex.getMessage()),
						"Make the method and its class public, or open its package to the module of SafeQueue.", ex);
			}
		}
	}

	/**
	 * A parameter whose type is a type variable takes any object: check the item first.
	 */
	private static WorkHandler<Object> checked(WorkHandler<Object> handler, Class<?> itemType) {
		if (handler instanceof ContextWorkHandler<Object> contextHandler) {
			ContextWorkHandler<Object> checked = (item, context) -> contextHandler.handle(itemType.cast(item), context);
			return checked;
		}
		return (item) -> handler.handle(itemType.cast(item));
	}

}
