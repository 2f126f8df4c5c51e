/** Text tables and charts for people to read. */
package org.tucana.nn.report;
