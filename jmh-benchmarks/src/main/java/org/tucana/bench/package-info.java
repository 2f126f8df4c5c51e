/** The command {@code tucana bench}: our times beside those of other engines, in one run. */
package org.tucana.bench;
