/** Text tables, charts, pages of HTML and pictures of tensors for people to read. */
package org.tucana.nn.report;
