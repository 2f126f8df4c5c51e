/**
 * The backend contract: eleven families of kernels and what they are given. A backend implements
 * each family in one class; operators call them through {@link org.tucana.core.kernel.Kernels}.
 */
package org.tucana.core.kernel;
