/* floats.c - floating point without hardware: libgcc's routines for float, double and the
 * 128-bit long double, picolibc's mathematics and conversions to text.
 *
 * SPDX-License-Identifier: MIT */
#include "selftest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void result_double(double value)
{
    uint64_t bits;

    if (value != value)
        value = 0x1.5p9; /* which NaN is left open */
    memcpy(&bits, &value, sizeof bits);
    result(bits);
}

static double from_bits(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

static const double samples[] = {
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    3.141592653589793,
    -2.718281828459045,
    1e10,
    -1e-10,
    1e300,
    -1e300,
    1e-300,
    4.9e-324,
    2.2250738585072014e-308,
    1.7976931348623157e308,
    16777217.0,
    4294967295.5,
    -2147483648.0,
    9007199254740993.0,
    0.1,
    1.0 / 3,
};

#define SAMPLES (sizeof samples / sizeof samples[0])

static void pair(double a, double b)
{
    float x = (float)a, y = (float)b;
    long double u = a, v = b;

    result_double(a + b);
    result_double(a - b);
    result_double(a * b);
    result_double(a / b);
    result_double(x + y);
    result_double(x * y);
    result_double(x / y);
    result_double((double)(u * v + u));
    result_double((double)(u / (v + 1)));
    result((uint64_t)((a < b) + 2 * (a <= b) + 4 * (a == b) + 8 * (a > b) + 16 * (x >= y) +
                      32 * (u != v)));
}

static void one(double a)
{
    if (fabs(a) < 9e18) {
        result((uint64_t)(int64_t)a);
        result((uint64_t)(int64_t)(long double)a);
    }
    if (fabs(a) < 2e9)
        result((uint64_t)(int32_t)(float)a);
    if (a >= 0 && a < 1.8e19)
        result((uint64_t)a);
    result_double(sqrt(fabs(a)));
    result_double(floor(a));
    result_double(a < 700 ? exp(a) : 0);
    result_double(sin(fmod(a, 100)));
    result_double(atan2(a, 2));
    result_double(a > 0 ? log(a) : 0);
    result_double(ldexp(a, 5));
}

static void text(void)
{
    char buffer[400];

    for (size_t i = 0; i < SAMPLES; i++) {
        int size = snprintf(buffer, sizeof buffer, "%.17g %g %e %a", samples[i], samples[i],
                            samples[i], samples[i]);

        result_bytes(buffer, (size_t)size);
        result_double(strtod(buffer, NULL));
    }
}

void test_floats(void)
{
    group("floating point");
    for (size_t i = 0; i < SAMPLES; i++) {
        one(samples[i]);
        for (size_t j = 0; j < SAMPLES; j++)
            pair(samples[i], samples[j]);
    }
    for (size_t i = 0; i < edge_count; i++) {
        result_double((double)edges[i]);
        result_double((double)(int64_t)edges[i]);
        result_double((float)edges[i]);
        result_double((double)(long double)(int64_t)edges[i]);
    }
    random_seed(71);
    for (int i = 0; i < 300; i++) {
        double a = from_bits(random_next()), b = from_bits(random_next());

        pair(a, b);
    }
    group("floating point, text");
    text();
}
