/* main.c - the self-test of translator and emulator: every instruction of RV64IM, and what
 * compilers make of them.
 *
 * SPDX-License-Identifier: MIT */
#include "selftest.h"

int main(void)
{
    test_operations();
    test_accesses();
    test_pressure();
    test_jumps();
    test_loops();
    test_switches();
    test_calls();
    test_memory();
    test_order();
    test_library();
    test_floats();
    test_wide();
    groups_end();
    return 42; /* a status that no accident gives */
}
