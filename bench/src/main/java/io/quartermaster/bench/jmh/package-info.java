/** Micro-benchmarks of the code that every call runs through; public, because JMH's generated classes reach into them. */
@NullMarked
package io.quartermaster.bench.jmh;

import org.jspecify.annotations.NullMarked;
