# SPDX-License-Identifier: Apache-2.0
# One function for each kind of target, so that a module's CMakeLists.txt is a list of its files.

find_package(Threads REQUIRED)
find_package(GTest REQUIRED)
include(GoogleTest)

# orrery_library(core-raft SOURCES a.cpp b.cpp LINK orrery::core-base PRIVATE_LINK sqlite3)
# PLANTED: core-raft-planted as well, the same sources with the mistakes of core/base/planted.h
# compiled in, linked to the planted twins of what it uses. Only tests may link it.
function(orrery_library name)
    cmake_parse_arguments(arg "PLANTED" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
    add_library(${name} STATIC ${arg_SOURCES})
    add_library(orrery::${name} ALIAS ${name})
    target_link_libraries(${name} PUBLIC orrery-flags ${arg_LINK} PRIVATE ${arg_PRIVATE_LINK})
    if(arg_PLANTED)
        orrery_planted_twins(public ${arg_LINK})
        orrery_planted_twins(private ${arg_PRIVATE_LINK})
        add_library(${name}-planted STATIC EXCLUDE_FROM_ALL ${arg_SOURCES})
        add_library(orrery::${name}-planted ALIAS ${name}-planted)
        target_link_libraries(${name}-planted PUBLIC orrery-flags core-planted ${public}
                                              PRIVATE ${private})
    endif()
endfunction()

# Sets `variable` to the libraries, each by its planted twin if it has one (known only when all
# folders have been read).
function(orrery_planted_twins variable)
    set(twins)
    foreach(library IN LISTS ARGN)
        list(APPEND twins "$<IF:$<TARGET_EXISTS:${library}-planted>,${library}-planted,${library}>")
    endforeach()
    set(${variable} ${twins} PARENT_SCOPE)
endfunction()

# What ./run builds: every program that is not for developers only.
add_custom_target(programs)

# orrery_program(orrery SOURCES main.cpp LINK orrery::sim-cli); with DEVELOPER (benchmarks, vector
# runners) it is built by `all` but not by ./run.
function(orrery_program name)
    cmake_parse_arguments(arg "DEVELOPER" "" "SOURCES;LINK" ${ARGN})
    if("${arg_LINK}" MATCHES "-planted")
        message(FATAL_ERROR "${name}: only tests link libraries with planted bugs")
    endif()
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE orrery-flags ${arg_LINK})
    if(NOT arg_DEVELOPER)
        add_dependencies(programs ${name})
    endif()
endfunction()

# orrery_test(test-core-base SOURCES time_test.cpp LINK orrery::core-base): a GoogleTest program,
# one ctest entry for the whole program. PROCESS_PER_CASE: one entry, and so one process, for each
# test case (SimGrid's engine exists once a process).
function(orrery_test name)
    cmake_parse_arguments(arg "PROCESS_PER_CASE" "TIMEOUT" "SOURCES;LINK" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE orrery-flags ${arg_LINK} GTest::gtest_main)
    target_compile_definitions(${name} PRIVATE ORRERY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 300)
    endif()
    if(arg_PROCESS_PER_CASE)
        gtest_discover_tests(${name} TEST_PREFIX ${name}. PROPERTIES TIMEOUT ${arg_TIMEOUT})
        return()
    endif()
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT})
endfunction()

# orrery_fuzzer(fuzz-dns SOURCES dns_fuzz.cpp LINK orrery::core-discovery-dns)
function(orrery_fuzzer name)
    if(NOT ORRERY_FUZZ)
        return()
    endif()
    cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE orrery-flags ${arg_LINK} -fsanitize=fuzzer)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzz")
endfunction()

# orrery_embed(target symbol file): makes `file` available as
# `extern const std::string_view <namespace>::<symbol>` (generated header <symbol>.h is not needed:
# declare it where it is used).
function(orrery_embed target namespace symbol file)
    set(output "${CMAKE_CURRENT_BINARY_DIR}/${symbol}.cpp")
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
    add_custom_command(OUTPUT "${output}"
        COMMAND ${CMAKE_COMMAND} -DINPUT=${file} -DOUTPUT=${output} -DNAMESPACE=${namespace}
                -DSYMBOL=${symbol} -P "${PROJECT_SOURCE_DIR}/cmake/Embed.cmake"
        DEPENDS "${file}" "${PROJECT_SOURCE_DIR}/cmake/Embed.cmake" VERBATIM)
    target_sources(${target} PRIVATE "${output}")
    if(TARGET ${target}-planted)
        target_sources(${target}-planted PRIVATE "${output}")
    endif()
endfunction()
