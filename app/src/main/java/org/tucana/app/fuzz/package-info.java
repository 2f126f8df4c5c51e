/** Readers of files against files that are damaged on purpose. */
package org.tucana.app.fuzz;
