package io.github.safequeue.sample.page;

import io.github.safequeue.sample.tale.SceneJvm;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Scenes are played in JVMs of their own.
 */
@Configuration(proxyBeanMethods = false)
class PageConfiguration {

	@Bean
	Stage stage() {
		return SceneJvm::play;
	}

}
