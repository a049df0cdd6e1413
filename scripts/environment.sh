# Sourced by the other scripts: makes .venv with Python alone, and leaves a finished one as it is.
#
#     . scripts/environment.sh
#     make_environment .          # the package
#     make_environment '.[dev]'   # the package and what its tests need
#     make_environment . torch    # the package, and another that is not its own
#
# The environment is in .venv, or where $wellfit_environment says.
#
# Sets $root (the checkout, also the working directory from here on) and $python (that of the environment).

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd -- "$root" || exit 1
environment=${wellfit_environment:-.venv}
python=$root/$environment/bin/python

# Prints the first Python on the path that wellfit runs on.
find_python() {
    local candidate
    for candidate in python3 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    echo "wellfit needs Python 3.11, 3.12 or 3.13, and none is on the path (python3 is" \
        "$(python3 --version 2>&1 || true)). Install one from https://www.python.org/downloads and run this again." >&2
    return 1
}

# Installs $1 and all other arguments; a copy of pyproject.toml beside it says that this has been done.
make_environment() {
    local base stamp
    if ! "$python" -m pip --version >/dev/null 2>&1; then
        base=$(find_python) || return 1
        echo "Making $environment with $("$base" --version) ..."
        "$base" -m venv --clear "$environment" || {
            echo "Python could not make a virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2
            return 1
        }
    fi
    stamp=$root/$environment/installed-$(printf %s "$*" | tr -cd 'a-z0-9').toml
    if ! cmp -s pyproject.toml "$stamp"; then
        echo "Installing what wellfit needs into $environment (a minute or two, once) ..."
        "$python" -m pip install --quiet --disable-pip-version-check --editable "$@" || return 1
        cp pyproject.toml "$stamp"
    fi
}
