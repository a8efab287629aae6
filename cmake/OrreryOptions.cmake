# SPDX-License-Identifier: Apache-2.0
# Flags shared by every target of Orrery, on one interface target.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

option(ORRERY_SIM "Build the simulator (needs SimGrid, Boost.Graph, SQLite, yaml-cpp)" ON)
option(ORRERY_STUDIO "Build the desktop program (needs Qt 6)" ON)
option(ORRERY_SANITIZE "AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(ORRERY_FUZZ "libFuzzer targets (Clang)" OFF)

find_program(ORRERY_CCACHE ccache)
if(ORRERY_CCACHE)
    # Paths below the checkout do not count: two checkouts share what they compile.
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
        "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=true "${ORRERY_CCACHE}")
endif()

add_library(orrery-flags INTERFACE)
target_include_directories(orrery-flags INTERFACE "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}")
target_compile_options(orrery-flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
    -Woverloaded-virtual -Werror
    -ffp-contract=off           # a fused multiply-add would change results between machines
    -fno-strict-aliasing
    "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=")
target_compile_options(orrery-flags INTERFACE $<$<CXX_COMPILER_ID:Clang>:-Wno-overloaded-virtual>)

if(ORRERY_SANITIZE)
    target_compile_options(orrery-flags INTERFACE
        -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(orrery-flags INTERFACE -fsanitize=address,undefined)
endif()
if(ORRERY_FUZZ)
    target_compile_options(orrery-flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
