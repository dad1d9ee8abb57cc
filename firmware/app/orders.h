/* orders.h - lines that the hub obeys when they are typed: "status" logs its state at once.
 *
 * Context: application.
 *
 * SPDX-License-Identifier: MIT */
#ifndef ORDERS_H
#define ORDERS_H

/* Takes a typed character. */
void orders_take(char c);

#endif
