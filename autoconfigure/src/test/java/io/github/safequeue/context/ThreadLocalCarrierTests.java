/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.context;

import java.util.List;
import java.util.Map;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import io.github.safequeue.ContextPropagator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What is carried from thread to thread, and given back.
 */
class ThreadLocalCarrierTests {

	private static final ThreadLocal<@Nullable String> user = new ThreadLocal<>();

	private static final ThreadLocal<@Nullable String> tenant = new ThreadLocal<>();

	private final ContextRegistry registry = new ContextRegistry().registerThreadLocalAccessor("user", user);

	private final ContextPropagator carrier = new ThreadLocalCarrier(this.registry);

	@AfterEach
	void clear() {
		user.remove();
		tenant.remove();
		MDC.clear();
	}

	@Test
	void carriesThreadLocalsAndTheMdcAndGivesBackWhatWasThere() {
		user.set("alice");
		MDC.put("order", "17");
		Object captured = this.carrier.capture();
		user.set("bob");
		MDC.setContextMap(Map.of("worker", "1"));
		ContextPropagator.Scope scope = this.carrier.open(captured);
		assertThat(user.get()).isEqualTo("alice");
		assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("order", "17"));
		MDC.put("left", "behind");
		scope.close();
		assertThat(user.get()).isEqualTo("bob");
		assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("worker", "1"));
	}

	@Test
	void whatIsCapturedDoesNotFollowTheSubmitter() {
		MDC.put("order", "17");
		Object captured = this.carrier.capture();
		MDC.put("order", "18");
		ContextPropagator.Scope scope = this.carrier.open(captured);
		assertThat(MDC.get("order")).isEqualTo("17");
		scope.close();
	}

	@Test
	void nothingIsCapturedWhereThereIsNothing() {
		assertThat(this.carrier.capture()).isNull();
		MDC.put("order", "17");
		MDC.clear();
		assertThat(this.carrier.capture()).isNull();
	}

	@Test
	void nothingHidesWhatTheThreadHas() {
		user.set("left behind");
		MDC.put("left", "behind");
		ContextPropagator.Scope scope = this.carrier.open(null);
		assertThat(user.get()).isNull();
		assertThat(MDC.get("left")).isNull();
		scope.close();
		assertThat(user.get()).isEqualTo("left behind");
		assertThat(MDC.get("left")).isEqualTo("behind");
	}

	@Test
	void whatIsCapturedShowsNothing() {
		user.set("alice");
		assertThat(this.carrier.capture()).asString().doesNotContain("alice");
	}

	/** As tracing does it, which puts back into the MDC what was there when it began. */
	@Test
	void whatATraceWritesIntoTheMdcIsGoneAfterwards() {
		this.registry.registerThreadLocalAccessor(new TraceAccessor());
		user.set("alice");
		MDC.put("trace", "t1");
		MDC.put("order", "17");
		Object captured = this.carrier.capture();
		clear();
		ContextPropagator.Scope scope = this.carrier.open(captured);
		assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("order", "17", "trace", "t1"));
		scope.close();
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
	}

	@Test
	void anAccessorThatFailsHalfWayLeavesNothingBehind() {
		this.registry.registerThreadLocalAccessor("tenant", tenant::get, (value) -> {
			throw new IllegalStateException("on purpose");
		}, tenant::remove);
		user.set("alice");
		tenant.set("acme");
		Object captured = this.carrier.capture();
		clear();
		assertThatIllegalStateException().isThrownBy(() -> this.carrier.open(captured)).withMessage("on purpose");
		assertThat(user.get()).isNull();
	}

	@Test
	void anAccessorThatCannotGiveBackKeepsNoOtherFromIt() {
		this.registry.registerThreadLocalAccessor("tenant", tenant::get, tenant::set, () -> {
			throw new IllegalStateException("on purpose");
		});
		user.set("alice");
		tenant.set("acme");
		Object captured = this.carrier.capture();
		clear();
		ContextPropagator.Scope scope = this.carrier.open(captured);
		assertThatIllegalStateException().isThrownBy(scope::close).withMessageContaining("'tenant'");
		assertThat(user.get()).isNull();
	}

	@Test
	void theApplicationsOwnWayWithTheMdcIsUsed() {
		this.registry.registerThreadLocalAccessor(new Slf4jThreadLocalAccessor("order"));
		MDC.put("order", "17");
		MDC.put("card", "secret");
		Object captured = this.carrier.capture();
		clear();
		ContextPropagator.Scope scope = this.carrier.open(captured);
		assertThat(MDC.get("order")).isEqualTo("17");
		assertThat(MDC.get("card")).isNull();
		scope.close();
		assertThat(MDC.get("order")).isNull();
	}

	@Test
	void theRegistryIsNotChanged() {
		assertThat(this.registry.getThreadLocalAccessors()).extracting(ThreadLocalAccessor::key)
			.isEqualTo(List.of("user"));
		assertThat(ContextRegistry.getInstance().getThreadLocalAccessors()).extracting(ThreadLocalAccessor::key)
			.doesNotContain(Slf4jThreadLocalAccessor.KEY);
	}

	private static final class TraceAccessor implements ThreadLocalAccessor<String> {

		private @Nullable String before;

		@Override
		public Object key() {
			return "trace";
		}

		@Override
		public @Nullable String getValue() {
			return (this.before == null) ? user.get() : null;
		}

		@Override
		public void setValue(String value) {
			this.before = String.valueOf(MDC.get("trace"));
			MDC.put("trace", "t1");
		}

		@Override
		public void restore() {
			if (this.before == null || this.before.equals("null")) {
				MDC.remove("trace");
			}
			else {
				MDC.put("trace", this.before);
			}
		}

	}

}
