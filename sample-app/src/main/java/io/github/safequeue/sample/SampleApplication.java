package io.github.safequeue.sample;

import java.util.Arrays;

import io.github.safequeue.sample.tale.Tale;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Entry point of the sample: the order desk, or with {@code --tale} the scenes of
 * {@link Tale}, which end the JVM.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SampleApplication {

	public static void main(String[] args) {
		if (Arrays.asList(args).contains("--tale")) {
			System.exit(Tale.standard().play(System.out));
		}
		SpringApplication.run(SampleApplication.class, args);
	}

}
