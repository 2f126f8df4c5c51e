/** The published tables about decompositions of networks, beside our figures. */
package org.tucana.decomposition.tables;
