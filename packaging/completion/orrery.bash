# SPDX-License-Identifier: Apache-2.0
# Completion of orrery for bash: source this file, or install it as
# /usr/share/bash-completion/completions/orrery. Option names stand here in full; values that are
# files are completed by the shell.

_orrery_options() {
    case $1 in
        list) echo "--help --json" ;;
        run)
            echo "--help --with --set --seed --until --trace --level --record-from --parent" \
                "--json --quiet --progress"
            ;;
        story) echo "--help --with --set --seed --lang --importance" ;;
        verify) echo "--help --with --set --seed --runs --until" ;;
        explain) echo "--help --lang" ;;
        diff) echo "--help --lang" ;;
        sweep) echo "--help --seeds --vary --with --set --until --jobs --csv" ;;
        export) echo "--help --to --sql --at --size --lang --theme" ;;
        validate) echo "--help" ;;
        *) echo "--help --version" ;;
    esac
}

_orrery() {
    local word=${COMP_WORDS[COMP_CWORD]}
    local before=${COMP_WORDS[COMP_CWORD - 1]}
    local command=""
    if ((COMP_CWORD > 1)); then
        command=${COMP_WORDS[1]}
    fi
    COMPREPLY=()
    case $before in
        --level)
            mapfile -t COMPREPLY < <(compgen -W "off story full bytes" -- "$word")
            return
            ;;
        --lang)
            mapfile -t COMPREPLY < <(compgen -W "en zh" -- "$word")
            return
            ;;
        --theme)
            mapfile -t COMPREPLY < <(compgen -W "light dark" -- "$word")
            return
            ;;
        --importance)
            mapfile -t COMPREPLY < <(compgen -W "1 2 3" -- "$word")
            return
            ;;
        --seed | --seeds | --set | --vary | --until | --record-from | --runs | --jobs | --sql | --at | \
            --size)
            return
            ;;
        --with | --trace | --parent | --to | --csv)
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            return
            ;;
    esac
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_orrery_options "$command")" -- "$word")
    elif ((COMP_CWORD == 1)); then
        mapfile -t COMPREPLY < <(compgen -W \
            "list run story verify explain diff sweep export validate" -- "$word")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}

complete -o filenames -F _orrery orrery
