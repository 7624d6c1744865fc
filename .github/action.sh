#!/usr/bin/env bash
# The GitHub Action: installs the k8slint beside it into an environment of its own, and checks what the inputs name. What the inputs
# hold is never run by the shell.
set -euo pipefail

environment=$(mktemp -d "${RUNNER_TEMP:-/tmp}/k8slint-XXXXXX")
trap 'rm -rf "$environment"' EXIT
"${INPUT_PYTHON:-python3}" -m venv "$environment"
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check "$ACTION_PATH"

lines() { # lines TEXT: sets `found` to the lines of a text that say something, without the spaces around them
    local line
    found=()
    while IFS= read -r line; do
        line="${line#"${line%%[![:space:]]*}"}"
        line="${line%"${line##*[![:space:]]}"}"
        if [ -n "$line" ]; then
            found+=("$line")
        fi
    done <<<"$1"
}

lines "${INPUT_OPTIONS:-}"
options=(${found[@]+"${found[@]}"})
lines "${INPUT_PATHS:-.}"
code=0
"$environment/bin/k8slint" check --output-format "${INPUT_OUTPUT_FORMAT:-github}" ${options[@]+"${options[@]}"} -- "${found[@]}" ||
    code=$?
if [ -n "${GITHUB_OUTPUT:-}" ]; then
    echo "exit-code=$code" >>"$GITHUB_OUTPUT"
fi
exit "$code"
