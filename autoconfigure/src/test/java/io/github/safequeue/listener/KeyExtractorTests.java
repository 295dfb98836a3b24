/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ResolvableType;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.listener.Order.Customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Which value is an item's key.
 */
class KeyExtractorTests {

	private static final Order ORDER = new Order(7, new Customer("acme"));

	@Test
	void recordComponent() {
		assertThat(reader(Order.class, "id").apply(ORDER)).isEqualTo(7);
	}

	@Test
	void pathOfComponents() {
		assertThat(reader(Order.class, " customer.id ").apply(ORDER)).isEqualTo("acme");
	}

	@Test
	void nullOnTheWayIsANullKey() {
		assertThat(reader(Order.class, "customer.id").apply(new Order(7, null))).isNull();
		assertThat(reader(Order.class, "customer").apply(new Order(7, null))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "region", "urgent", "plain", "hidden", "inherited", "URL" })
	void propertyOfAClass(String name) {
		assertThat(reader(Parcel.class, name).apply(new Parcel())).isEqualTo(name.equals("urgent") ? true : name);
	}

	@Test
	void getterWinsOverAMethodOfThatName() {
		assertThat(reader(Parcel.class, "both").apply(new Parcel())).isEqualTo("getter");
	}

	@Test
	void subclassAnswersForItself() {
		Parcel subclass = new Parcel() {

			@Override
			public String getRegion() {
				return "other";
			}

		};
		assertThat(reader(Parcel.class, "region").apply(subclass)).isEqualTo("other");
	}

	@Test
	void propertyThatAnAbstractClassInheritsFromAnInterface() {
		HasNumber number = new Numbered() {

			@Override
			public long number() {
				return 5;
			}

		};
		assertThat(reader(Numbered.class, "number").apply(number)).isEqualTo(5L);
		assertThat(reader(HasNumber.class, "number").apply(number)).isEqualTo(5L);
	}

	@Test
	void typeArgumentsAreFollowed() {
		ResolvableType type = ResolvableType.forClassWithGenerics(WrappedItem.class, Order.class);
		Function<Object, @Nullable Object> reader = KeyExtractor.of("orders", type, "payload.customer.id");
		assertThat(reader.apply(new WrappedItem<>(ORDER))).isEqualTo("acme");
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> KeyExtractor.of("orders", type, "payload.client"));
	}

	@Test
	void propertyOfAClassOfTheJdk() {
		assertThat(reader(String.class, "length").apply("four")).isEqualTo(4);
		assertThat(KeyExtractor.of("q", ResolvableType.forClass(Object.class), "size").apply(List.of(1, 2)))
			.isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "client", "customer.name", "id.value", "hashCode", "class", "toString", "", "customer.",
			".id", "secret", "stat" })
	void unknownPropertyIsRefusedAtStartUp(String path) {
		assertThatExceptionOfType(SafeQueueConfigurationException.class).isThrownBy(() -> reader(Order.class, path))
			.withMessageContainingAll("Queue 'orders'", "the key '" + path + "'", Order.class.getName())
			.satisfies((ex) -> assertThat(ex.queue()).isEqualTo("orders"));
	}

	@Test
	void refusalTellsWhichPropertiesExist() {
		assertThatExceptionOfType(SafeQueueConfigurationException.class).isThrownBy(() -> reader(Order.class, "client"))
			.satisfies((ex) -> assertThat(ex.action()).contains("customer, id"));
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> reader(Parcel.class, "private"))
			.satisfies(
					(ex) -> assertThat(ex.action()).contains("URL, both, hidden, inherited, plain, region, urgent."));
	}

	@Test
	void unknownTypeIsLookedAtItemByItem() {
		Function<Object, @Nullable Object> reader = KeyExtractor.of("mixed", ResolvableType.NONE, "region");
		assertThat(reader.apply(new Parcel())).isEqualTo("region");
		assertThat(reader.apply(new Region("north"))).isEqualTo("north");
		assertThatIllegalArgumentException().isThrownBy(() -> reader.apply(ORDER))
			.withMessageContainingAll("Queue 'mixed'", "'region'", Order.class.getName(), "customer, id")
			.withMessageNotContaining("acme");
	}

	@Test
	void unknownTypeOnTheWay() {
		ResolvableType type = ResolvableType.forClass(WrappedItem.class);
		assertThat(KeyExtractor.of("q", type, "payload.customer.id").apply(new WrappedItem<>(ORDER))).isEqualTo("acme");
	}

	@Test
	void itemOfAnotherTypeIsNamedByItsTypeOnly() {
		assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> reader(Order.class, "id").apply("secret"))
			.withMessageContainingAll("java.lang.String", Order.class.getName())
			.withMessageNotContaining("secret");
	}

	@Test
	void whatAGetterThrowsIsLeftAsItIs() {
		assertThatIllegalStateException().isThrownBy(() -> reader(Failing.class, "key").apply(new Failing()))
			.withMessage("by the getter");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> reader(Failing.class, "checked").apply(new Failing()));
	}

	private static Function<Object, @Nullable Object> reader(Class<?> type, String path) {
		return KeyExtractor.of("orders", ResolvableType.forClass(type), path);
	}

	static class Base {

		protected String inherited() {
			return "inherited";
		}

	}

	static class Parcel extends Base {

		public String getRegion() {
			return "region";
		}

		public boolean isUrgent() {
			return true;
		}

		public String plain() {
			return "plain";
		}

		String getHidden() {
			return "hidden";
		}

		public String getURL() {
			return "URL";
		}

		public String getBoth() {
			return "getter";
		}

		public String both() {
			return "method";
		}

		@SuppressWarnings("unused")
		private String getPrivate() {
			return "private";
		}

	}

	interface HasNumber {

		long number();

	}

	abstract static class Numbered implements HasNumber {

	}

	record Region(String region) {
	}

	static class Failing {

		String getKey() {
			throw new IllegalStateException("by the getter");
		}

		String getChecked() throws IOException {
			throw new IOException("by the getter");
		}

	}

}
