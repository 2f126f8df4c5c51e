/** The works as JMH benchmarks, each in a JVM of its own. */
package org.tucana.bench.jmh;
