/** Work over many files: which, by whom, what of it is done already, and results that are whole. */
package org.tucana.app.batch;
