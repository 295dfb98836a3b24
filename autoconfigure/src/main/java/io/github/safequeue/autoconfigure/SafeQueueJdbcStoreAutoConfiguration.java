/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Jdbc;
import io.github.safequeue.store.jdbc.JdbcStoreProvider;
import io.github.safequeue.store.jdbc.JdbcStoreSettings;
import io.github.safequeue.store.jdbc.JdbcStoreSettings.SchemaCreation;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the store {@code jdbc}. Lazy: no
 * database is looked for before a queue asks for the store.
 */
@AutoConfiguration(after = SafeQueueAutoConfiguration.class,
		afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
				"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration" })
@ConditionalOnClass({ DataSource.class, JdbcTemplate.class, PlatformTransactionManager.class })
@ConditionalOnBean(SafeQueueRegistry.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public final class SafeQueueJdbcStoreAutoConfiguration {

	SafeQueueJdbcStoreAutoConfiguration() {
	}

	@Bean(JdbcStoreDatabases.PROVIDER)
	@Lazy
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean
	@DependsOnDatabaseInitialization
	static JdbcStoreProvider safeQueueJdbcStore(ConfigurableListableBeanFactory beanFactory,
			SafeQueueProperties properties) {
		Jdbc jdbc = properties.store().jdbc();
		return new JdbcStoreProvider(new JdbcStoreDatabases(beanFactory, jdbc),
				new JdbcStoreSettings(jdbc.tablePrefix(), SchemaCreation.valueOf(jdbc.initializeSchema().name()),
						jdbc.pollInterval(), jdbc.lanes(), jdbc.maxDeliveries(), jdbc.notifyOthers()));
	}

}
