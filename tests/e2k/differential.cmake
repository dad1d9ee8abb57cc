# Translator and emulator against qemu-riscv64, and what the translator has to refuse: with
# the programs of this build (differential.py, refusals.py, promises.py tell more).
#
# SPDX-License-Identifier: MIT

find_package(Python3 REQUIRED COMPONENTS Interpreter)

# e2k_python_test(NAME TIMEOUT SCRIPT [ARGUMENT...])
function(e2k_python_test name timeout script)
    add_test(NAME e2k.${name} COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/${script}
        --programs ${CMAKE_BINARY_DIR}/bin ${ARGN})
    set_tests_properties(e2k.${name} PROPERTIES LABELS e2k TIMEOUT ${timeout})
endfunction()

e2k_python_test(refusals 600 refusals.py)
e2k_python_test(promises 400 promises.py)

# Under the sanitizers the rest would say the same, slowly, and QEMU loads no such plugin.
if(CMAKE_C_FLAGS MATCHES "-fsanitize")
    return()
endif()

# The plugin by which qemu-riscv64 counts instructions.
add_library(count_instructions MODULE harness/count_instructions.c)
set_target_properties(count_instructions PROPERTIES
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

# What the fuzzer holds the translator against, against QEMU.
add_executable(interpreter_trace interpreter_trace.c ${fuzz}/riscv_program.c
    ${fuzz}/riscv_interpreter.c)
target_include_directories(interpreter_trace PRIVATE ${fuzz})
set_target_properties(interpreter_trace PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
e2k_python_test(interpreter 300 interpreter.py)

foreach(level IN ITEMS O0 O1 O2 O3 Os)
    e2k_python_test(selftest.${level} 300 differential.py selftest --level ${level})
endforeach()
# These use all processors, and a limit of time decides which programs count.
e2k_python_test(csmith 900 differential.py csmith)
e2k_python_test(blocks 600 differential.py blocks)
set_tests_properties(e2k.csmith e2k.blocks PROPERTIES RUN_SERIAL ON)
