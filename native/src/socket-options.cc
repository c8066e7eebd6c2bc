#include <algorithm>
#include <cstring>

#include <sys/ioctl.h>
#include <sys/socket.h>

#include <linux/filter.h>

#include "addon.h"
#include "arguments.h"
#include "system-calls.h"

namespace afkit {
namespace {

// getsockopt(fd, level, name, value: Uint8Array, in and out) -> the option's length. Some options
// (NETLINK_LIST_MEMBERSHIPS) report the length they would need, which may be more than value.length.
Napi::Value GetSocketOption(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  int level = arguments.Int("level");
  int name = arguments.Int("name");
  Bytes value = arguments.ByteArray("value");
  if (arguments.failed()) return Napi::Value();
  socklen_t length = value.length;
  int result = getsockopt(fd, level, name, value.data, &length);
  return arguments.Result(result < 0 ? -errno : static_cast<int64_t>(length));
}

// setsockopt(fd, level, name, value) -> 0
Napi::Value SetSocketOption(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  int level = arguments.Int("level");
  int name = arguments.Int("name");
  const Bytes value = arguments.ByteArray("value");
  if (arguments.failed()) return Napi::Value();
  return arguments.Result(ValueOrErrno(setsockopt(fd, level, name, value.data, value.length)));
}

// attachFilter(fd, program) -> 0. SO_ATTACH_FILTER with a pointer to `program`: classic BPF, as
// struct sock_filter has it, 8 bytes an instruction.
Napi::Value AttachFilter(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  const Bytes program = arguments.ByteArray("program");
  size_t count = program.length / sizeof(sock_filter);
  if (program.length % sizeof(sock_filter) != 0 || count > BPF_MAXINSNS) {
    arguments.Refuse("program must be up to 4096 instructions of 8 bytes");
  }
  if (arguments.failed()) return Napi::Value();
  sock_fprog filter = {static_cast<unsigned short>(count), reinterpret_cast<sock_filter*>(program.data)};
  return arguments.Result(ValueOrErrno(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter)));
}

// No ioctl argument is longer (_IOC_SIZEBITS).
constexpr size_t kLongestArgument = 1 << 14;

// ioctl(fd, request, argument: Uint8Array, in and out | number) -> the call's value.
// The kernel is not told how long the argument is. It gets a copy with room to spare, so that a
// short array is misuse without consequences.
Napi::Value IoControl(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  unsigned long request = arguments.Bits("request");
  if (!arguments.failed() && arguments.NextIsNumber()) {
    long number = arguments.Int("argument");
    if (arguments.failed()) return Napi::Value();
    return arguments.Result(ValueOrErrno(ioctl(fd, request, number)));
  }
  Bytes argument = arguments.ByteArray("argument");
  if (arguments.failed()) return Napi::Value();

  alignas(16) uint8_t copy[kLongestArgument] = {};
  size_t length = std::min(argument.length, kLongestArgument);
  if (length > 0) memcpy(copy, argument.data, length);
  int64_t result = ValueOrErrno(ioctl(fd, request, copy));
  if (result >= 0 && length > 0) memcpy(argument.data, copy, length);
  return arguments.Result(result);
}

}  // namespace

void ExportSocketOptions(Napi::Env env, Napi::Object exports) {
  Export<GetSocketOption>(env, exports, "getsockopt");
  Export<SetSocketOption>(env, exports, "setsockopt");
  Export<AttachFilter>(env, exports, "attachFilter");
  Export<IoControl>(env, exports, "ioctl");
}

}  // namespace afkit
