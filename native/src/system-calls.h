#pragma once

#include <cerrno>
#include <cstdint>

namespace afkit {

// The result of a system call as JavaScript gets it: its value or -errno.
inline int64_t ValueOrErrno(int64_t result) { return result < 0 ? -errno : result; }

// Repeats a call that a signal interrupted.
template <typename F>
int64_t Uninterrupted(F call) {
  int64_t result;
  do {
    result = call();
  } while (result < 0 && errno == EINTR);
  return ValueOrErrno(result);
}

}  // namespace afkit
