/** The command {@code tucana study}: a normal detector and compact ones side by side. */
package org.tucana.bench.study;
