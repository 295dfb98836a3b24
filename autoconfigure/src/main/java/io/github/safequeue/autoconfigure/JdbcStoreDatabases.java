/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.ClassUtils;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Jdbc;
import io.github.safequeue.store.jdbc.StoreDatabase;

/**
 * Finds the database of the store {@code jdbc}: the application's only or primary
 * DataSource and its transaction manager, or a file of H2 where the application has no
 * DataSource.
 */
final class JdbcStoreDatabases implements Supplier<StoreDatabase> {

	/** The name of the bean that uses the database. */
	static final String PROVIDER = "safeQueueJdbcStore";

	private static final boolean HIKARI = isPresent("com.zaxxer.hikari.HikariDataSource");

	private static final boolean H2 = isPresent("org.h2.jdbcx.JdbcConnectionPool");

	private final ConfigurableListableBeanFactory beanFactory;

	private final Jdbc properties;

	JdbcStoreDatabases(ConfigurableListableBeanFactory beanFactory, Jdbc properties) {
		this.beanFactory = beanFactory;
		this.properties = properties;
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, JdbcStoreDatabases.class.getClassLoader());
	}

	@Override
	public StoreDatabase get() {
		if (this.beanFactory.getBeanNamesForType(DataSource.class, true, false).length == 0) {
			if (H2) {
				return PrivateDatabase.open(this.properties.file());
			}
			throw new SafeQueueConfigurationException(null,
					"SafeQueue: the store jdbc needs a DataSource, and there is none.",
					"Set spring.datasource.url and add spring-boot-starter-jdbc, or add com.h2database:h2 for a database"
							+ " in a file.");
		}
		DataSource dataSource = only(DataSource.class, "DataSource");
		PlatformTransactionManager manager = only(PlatformTransactionManager.class, "transaction manager");
		Object managed = managedResource(manager);
		if (managed != null && managed != dataSource) {
			throw new SafeQueueConfigurationException(null,
					"SafeQueue: the transaction manager that the store jdbc finds is one of another DataSource.",
					"Mark the DataSource and its transaction manager with @Primary.");
		}
		return new StoreDatabase(dataSource, manager, poolSize(dataSource), url(dataSource), () -> {
		});
	}

	private <T> T only(Class<T> type, String what) {
		List<String> names = Arrays.asList(this.beanFactory.getBeanNamesForType(type, true, false));
		T bean = this.beanFactory.getBeanProvider(type).getIfUnique();
		if (bean == null) {
			throw new SafeQueueConfigurationException(null,
					names.isEmpty() ? "SafeQueue: the store jdbc needs a %s, and there is none.".formatted(what)
							: "SafeQueue: the store jdbc needs one %s, but there are %d: %s.".formatted(what,
									names.size(), String.join(", ", names)),
					names.isEmpty() ? "Declare a bean of the type %s.".formatted(type.getName())
							: "Mark one of them with @Primary.");
		}
		for (String name : names) {
			if (this.beanFactory.containsSingleton(name) && this.beanFactory.getSingleton(name) == bean) {
				this.beanFactory.registerDependentBean(name, PROVIDER);
			}
		}
		return bean;
	}

	/**
	 * The DataSource of a transaction manager, which its kinds do not agree how to say.
	 */
	private static @Nullable Object managedResource(PlatformTransactionManager manager) {
		java.lang.reflect.Method getter = ClassUtils.getMethodIfAvailable(manager.getClass(), "getDataSource");
		return (getter != null) ? org.springframework.util.ReflectionUtils.invokeMethod(getter, manager) : null;
	}

	private static OptionalInt poolSize(DataSource dataSource) {
		HikariDataSource hikari = HIKARI ? Pools.hikari(dataSource) : null;
		return (hikari != null) ? OptionalInt.of(hikari.getMaximumPoolSize()) : OptionalInt.empty();
	}

	private static @Nullable String url(DataSource dataSource) {
		HikariDataSource hikari = HIKARI ? Pools.hikari(dataSource) : null;
		return (hikari != null) ? hikari.getJdbcUrl() : null;
	}

	/** Loaded only where the pool is on the class path. */
	private static final class Pools {

		static @Nullable HikariDataSource hikari(DataSource dataSource) {
			try {
				return dataSource.isWrapperFor(HikariDataSource.class) ? dataSource.unwrap(HikariDataSource.class)
						: (dataSource instanceof HikariDataSource hikari) ? hikari : null;
			}
			catch (SQLException ex) {
				return null;
			}
		}

	}

}
