#include "close-all.h"

#include <algorithm>

#include <sys/syscall.h>
#include <unistd.h>

namespace afkit {
namespace {

// False where there is no such call: before Linux 5.9, and where a filter of system calls forbids it.
bool CloseRange(int32_t first, int32_t last) {
#ifdef SYS_close_range
  return syscall(SYS_close_range, static_cast<unsigned>(first), static_cast<unsigned>(last), 0u) == 0;
#else
  (void)first;
  (void)last;
  return false;
#endif
}

}  // namespace

void CloseAll(int32_t* fds, size_t count) {
  if (!std::is_sorted(fds, fds + count)) std::sort(fds, fds + count);
  for (size_t from = 0; from < count;) {
    int32_t first = fds[from];
    int32_t last = first;
    size_t next = from + 1;
    while (next < count && fds[next] - last <= 1) last = fds[next++];
    if (last == first || !CloseRange(first, last)) {
      for (int32_t fd = first; fd <= last; fd++) close(fd);
    }
    from = next;
  }
}

}  // namespace afkit
