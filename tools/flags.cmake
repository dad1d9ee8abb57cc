# Flags that the host programs and their tests share, without touching whoever includes us.
#
# SPDX-License-Identifier: MIT
add_library(tools_flags INTERFACE)
target_compile_features(tools_flags INTERFACE c_std_11)
target_compile_definitions(tools_flags INTERFACE _GNU_SOURCE)
target_compile_options(tools_flags INTERFACE
  -Wall -Wextra -Werror -Wshadow -Wconversion -Wno-sign-conversion -Wstrict-prototypes
  -Wmissing-prototypes)
