/** Text tables, charts and pages of HTML for people to read. */
package org.tucana.nn.report;
