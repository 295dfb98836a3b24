package io.github.safequeue.sample;

import io.github.safequeue.sample.comparison.ComparisonCommand;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Entry point of the sample: the order desk, or with {@code --comparison} the comparison
 * that {@link ComparisonCommand} runs, after which the JVM ends.
 */
@SpringBootApplication
public class SampleApplication {

	public static void main(String[] args) {
		ComparisonCommand.of(args).ifPresent((command) -> System.exit(command.run(System.out)));
		SpringApplication.run(SampleApplication.class, args);
	}

}
