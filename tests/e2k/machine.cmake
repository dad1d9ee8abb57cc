# Tests of the emulator, e2k-board.
#
# SPDX-License-Identifier: MIT

# e2k_machine_test(SUBJECT) makes test_machine_SUBJECT.c a test of the board.
function(e2k_machine_test subject)
    set(name e2k_machine_${subject})
    add_executable(${name} test_machine_${subject}.c machine_rig.c program.c elf_image.c bundles.c)
    target_link_libraries(${name} PRIVATE e2k_machine ${CMOCKA_LIBRARY} tools_flags)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS e2k TIMEOUT 400)
endfunction()

# e2k_board_test(SUBJECT) makes test_machine_SUBJECT.c a test of the program e2k-board.
function(e2k_board_test subject)
    set(name e2k_machine_${subject})
    add_executable(${name} test_machine_${subject}.c board_process.c program.c elf_image.c bundles.c)
    target_link_libraries(${name} PRIVATE e2k_isa ${CMOCKA_LIBRARY} tools_flags)
    target_compile_definitions(${name} PRIVATE E2K_BOARD="$<TARGET_FILE:e2k-board>")
    add_dependencies(${name} e2k-board)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS e2k TIMEOUT 400)
endfunction()

e2k_machine_test(processor)
e2k_machine_test(operations)
e2k_machine_test(random)
target_sources(e2k_machine_random PRIVATE bundle_model.c)
e2k_machine_test(code)
e2k_machine_test(escc)
e2k_machine_test(timer)
e2k_machine_test(pci)
e2k_machine_test(faults)
e2k_machine_test(image)
e2k_machine_test(counts)
e2k_board_test(program)
e2k_board_test(endpoints)
e2k_board_test(clients)
