/** The product, killed again and again while it works, and what is left of its files. */
package org.tucana.app.crash;
