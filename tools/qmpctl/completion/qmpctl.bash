# qmpctl.bash - completion of qmpctl in bash; what there is to complete says qmpctl itself.
#
# SPDX-License-Identifier: MIT

_qmpctl()
{
    local rest=${COMP_LINE:0:COMP_POINT} blanks word line text current told= i
    local words=() answers=()

    # Bash cuts words at = and : too; what has no blank between belongs together.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        blanks=${rest%%[![:space:]]*}
        rest=${rest#"$blanks"}
        word=${COMP_WORDS[i]}
        ((${#word} <= ${#rest})) || word=$rest
        rest=${rest#"$word"}
        if [[ -z $blanks && ${#words[@]} -gt 0 ]]; then
            words[${#words[@]} - 1]+=$word
        else
            words+=("$word")
        fi
    done
    for ((i = 1; i < ${#words[@]} - 1; i++)); do
        word=${words[i]}
        case $word in
        \'*\' | \"*\") words[i]=${word:1:${#word} - 2} ;;
        esac
    done
    ((${#words[@]} > 1)) || words+=("")
    current=${words[${#words[@]} - 1]}

    # What stands before the last = or : is not a part of what bash replaces.
    for ((i = ${#current} - 1; i >= 0; i--)); do
        if [[ ${current:i:1} == [=:] && $COMP_WORDBREAKS == *"${current:i:1}"* ]]; then
            told=${current:0:i + 1}
            break
        fi
    done

    mapfile -t answers < <("${COMP_WORDS[0]}" complete -- "${words[@]:1}" 2>/dev/null)
    COMPREPLY=()
    for line in "${answers[@]}"; do
        if [[ $line == :files ]]; then
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -f -- "${current#"$told"}")
            return
        fi
        text=${line%%$'\t'*}
        COMPREPLY+=("${text#"$told"}")
    done
    compopt -o nospace # words that are done have their blank already
}

complete -F _qmpctl qmpctl
