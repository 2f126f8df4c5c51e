/** Reports of rewritten networks as text, CSV and HTML with charts. */
package org.tucana.decomposition.report;
