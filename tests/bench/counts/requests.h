/* requests.h - requests as clients send them, to measure parsing with.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BENCH_REQUESTS_H
#define BENCH_REQUESTS_H

#include <stddef.h>

extern const char *const bench_requests[];
extern const size_t bench_request_count;

#endif
