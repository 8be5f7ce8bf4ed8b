// SPDX-License-Identifier: Apache-2.0
/** Stands in for Dokimos, whose artifacts could not be had: the class and method that its sources have, and the same use of threads. */
package dev.dokimos.core;
