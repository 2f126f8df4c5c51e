/** The works that are measured, as JMH benchmarks and by {@code tucana bench} alike. */
package org.tucana.bench.work;
