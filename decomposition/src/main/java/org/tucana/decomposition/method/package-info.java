/** The methods that users name, found by the service loader. */
package org.tucana.decomposition.method;
