#!/usr/bin/env bash
# Installs what peers compares lanes with, from Debian 12 (as root, amd64), and says
# how each library is made single-threaded and held to AVX2. peers itself does all
# of that through the environment of its children; nothing has to be set by hand.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

# MKL is in the section non-free: the machine's own Debian sources, with that section.
extra=/etc/apt/sources.list.d/lanes-peers
if [ -f /etc/apt/sources.list.d/debian.sources ]; then
  sed -E '/^#/d; s/^Components:.*/Components: contrib non-free/' /etc/apt/sources.list.d/debian.sources >"$extra.sources"
elif [ -f /etc/apt/sources.list ]; then
  sed -nE '/debian/s/^(deb .*[a-z-]+) main.*/\1 contrib non-free/p' /etc/apt/sources.list >"$extra.list"
fi
apt-get update -q

get() { # get PACKAGE…: each by itself, so that one that is missing does not stop the others
  for package; do
    apt-get install -y -q --no-install-recommends "$package" >/dev/null ||
      echo "install.sh: $package: not to be had here" >&2
  done
}
onednn=$(apt-cache pkgnames libdnnl | grep -E '^libdnnl[0-9.]+$' | sort -V | tail -n 1 || true)
onednn=${onednn:-libdnnl} # if there is none, get says so
get python3-numpy python3-torch libopenblas0-openmp libopenblas0-serial libopenblas0-pthread libblis4-serial libblis4-pthread libmkl-rt libgomp1 "$onednn" libxsmm-dev

# Three small shared libraries, for which a C compiler is needed.
lib=/usr/local/lib
command -v gcc >/dev/null || get gcc libc6-dev
# Debian has libxsmm as a static library only. noblas: no other library for what it cannot do.
archive=$(dpkg -L libxsmm-dev 2>/dev/null | grep -m1 '/libxsmm\.a$' || true)
if [ -n "$archive" ]; then
  gcc -shared -o "$lib/libxsmm.so" -Wl,--whole-archive "$archive" "${archive%.a}noblas.a" -Wl,--no-whole-archive \
    -lpthread -lm -ldl -lrt
fi
# MKL takes slower code, and generates none, where mkl_serv_intel_cpu_true says that the
# processor is not Intel's. peers measures it as it comes (mkl) and, on such a
# processor, also with this answer preloaded (mkl-intel, mkl-jit).
echo 'int mkl_serv_intel_cpu_true(void) { return 1; }' | gcc -shared -fPIC -O1 -x c -o "$lib/libmkl_intel_path.so" -
# The loops that vectors compares with, made vectors of by the compiler.
gcc -O3 -march=native -ffast-math -shared -fPIC -o "$lib/libpeers_loops.so" "$(dirname "$0")/vectors/loops/loops.c" -lm
ldconfig

dpkg-query -W -f '${Package} ${Version}\n' libopenblas0-serial libopenblas0-pthread libblis4-serial libblis4-pthread \
  libmkl-rt "$onednn" libxsmm-dev python3-numpy python3-torch libopenblas0-openmp 2>/dev/null || true
cat <<'EOF'

library   one thread                                     several threads           AVX2 only
OpenBLAS  libopenblas0-serial or OPENBLAS_NUM_THREADS=1  libopenblas0-pthread      OPENBLAS_CORETYPE=Haswell
BLIS      libblis4-serial or BLIS_NUM_THREADS=1          libblis4-pthread          BLIS_ARCH_TYPE=n: 0.9 takes numbers only, 3 is haswell
MKL       MKL_THREADING_LAYER=SEQUENTIAL                 MKL_THREADING_LAYER=GNU   MKL_ENABLE_INSTRUCTIONS=AVX2
oneDNN    OMP_NUM_THREADS=1                              OMP_NUM_THREADS=n         ONEDNN_MAX_CPU_ISA=AVX2
libxsmm   its functions run on the caller                –                         LIBXSMM_TARGET=hsw
EOF
