/** What the machine can do at most, measured, and works beside it. */
package org.tucana.bench.peak;
