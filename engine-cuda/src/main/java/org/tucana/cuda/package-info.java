/** The backend {@code cuda}. */
package org.tucana.cuda;
