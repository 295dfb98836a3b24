package io.github.safequeue.jvm;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;

/**
 * Uses a queue and tells in which module it found the library.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ModuleApplication {

	public static void main(String[] args) {
		SafeQueue<Integer> queue = new SpringApplication(ModuleApplication.class).run(args)
			.getBean(ModuleApplication.class).queue;
		System.out.println("module " + queue.getClass().getModule());
		queue.submit(42).join();
	}

	private final SafeQueue<Integer> queue;

	ModuleApplication(SafeQueue<Integer> queue) {
		this.queue = queue;
	}

	@SafeQueueListener("numbers")
	void on(Integer number) {
		System.out.println("handled " + number);
	}

}
