/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.invoices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner.Cleanable;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.safequeue.cleaner.SafeCleaner;

/**
 * An invoice in a file. Closing deletes the file; so does a worker after an invoice that
 * nobody closed was collected. Used by one thread at a time.
 */
public final class PrintedInvoice implements AutoCloseable {

	private final Path file;

	private final Cleanable cleanup;

	PrintedInvoice(Path file, SafeCleaner cleaner) {
		this.file = file;
		this.cleanup = cleaner.register(this, deletion(file));
	}

	/**
	 * Static: an action that refers to the invoice would keep it from being collected.
	 */
	private static Runnable deletion(Path file) {
		return () -> {
			try {
				Files.deleteIfExists(file);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		};
	}

	/**
	 * Return what is printed, and delete the file.
	 * @return the text
	 */
	public String readAndClose() {
		try (this) {
			return Files.readString(this.file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			Reference.reachabilityFence(this);
		}
	}

	Path file() {
		return this.file;
	}

	@Override
	public void close() {
		this.cleanup.clean();
	}

}
