/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.jctools.queues.MessagePassingQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueues;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever waits in a bounded queue waits in a queue of JCTools.
 */
@Timeout(120)
class JcToolsTests {

	private static final String PACKAGE = "org.jctools.queues.varhandle";

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_UNBOUNDED")
	void whatWaitsIsFoundInAQueueOfJcTools(WorkerPools pool) throws Exception {
		assertWaitsInJcTools(pool.prepare(SafeQueues.builder(), (item) -> {
		}));
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE", "SEVERAL", "LANES" })
	void batchesThatWaitAreFoundThereToo(WorkerPools pool) throws Exception {
		assertWaitsInJcTools(pool.prepare(SafeQueues.builder(), (item) -> {
		}).batchHandler((List<Object> items) -> {
		}, 5));
	}

	private static void assertWaitsInJcTools(SafeQueueBuilder builder) throws Exception {
		try (CloseableSafeQueue<Object> queue = builder.capacity(50).autoStartup(false).build()) {
			List<Object> items = new ArrayList<>(IntStream.range(0, 50).mapToObj((i) -> new int[i]).toList());
			items.forEach((item) -> assertThat(queue.offer(item)).isTrue());
			assertThat(queue.offer("more")).isFalse();
			assertThat(queuesOfJcTools(queue)).anySatisfy((found) -> assertThat(found).hasSameElementsAs(items));
			queue.resume();
		}
	}

	/** Follow all references from an object. */
	private static List<List<Object>> queuesOfJcTools(Object start) throws IllegalAccessException {
		List<List<Object>> queues = new ArrayList<>();
		Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Deque<Object> open = new ArrayDeque<>(List.of(start));
		while (!open.isEmpty()) {
			Object object = open.remove();
			if (!seen.add(object)) {
				continue;
			}
			if (object instanceof MessagePassingQueue<?> && object instanceof Collection<?> queue
					&& object.getClass().getPackageName().equals(PACKAGE)) {
				queues.add(new ArrayList<>(queue));
			}
			for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
				for (Field field : type.getDeclaredFields()) {
					Object value = value(object, field);
					if (value != null) {
						open.add(value);
					}
				}
			}
		}
		return queues;
	}

	private static Object value(Object object, Field field) throws IllegalAccessException {
		boolean ours = field.getDeclaringClass().getName().startsWith("io.github.safequeue.engine");
		if (!ours || Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
			return null;
		}
		field.setAccessible(true);
		return field.get(object);
	}

}
