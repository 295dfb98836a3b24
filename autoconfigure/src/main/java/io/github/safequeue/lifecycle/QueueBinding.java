package io.github.safequeue.lifecycle;

import java.util.List;
import java.util.function.Function;

import io.github.safequeue.WorkHandler;

/**
 * Which bean handles a queue.
 *
 * @param queue the queue's name
 * @param handlerBean the name of the bean that handles its items
 * @param handler makes the handler from that bean, proxied as it may be
 * @param dependsOn further beans that the handler reaches
 * @param description names the handler in messages
 */
public record QueueBinding(String queue, String handlerBean, Function<Object, WorkHandler<?>> handler,
		List<String> dependsOn, String description) {
}
