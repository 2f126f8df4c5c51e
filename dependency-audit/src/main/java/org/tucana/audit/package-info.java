/** Asks a public database whether what the product ships has known vulnerabilities. */
package org.tucana.audit;
