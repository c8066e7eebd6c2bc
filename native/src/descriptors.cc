// Calls that make descriptors which are not sockets, or not new ones.
#include <fcntl.h>
#include <sys/mman.h>

#include "addon.h"
#include "arguments.h"
#include "system-calls.h"

namespace afkit {
namespace {

// duplicate(fd) -> another descriptor of the same open file, closed on exec
Napi::Value Duplicate(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  if (arguments.failed()) return Napi::Value();
  return arguments.Result(ValueOrErrno(fcntl(fd, F_DUPFD_CLOEXEC, 3)));
}

// memoryFile(sealable) -> memfd_create(2): a file without a name, closed on exec
Napi::Value MemoryFile(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int sealable = arguments.Int("sealable", 0, 1);
  if (arguments.failed()) return Napi::Value();
  unsigned flags = MFD_CLOEXEC | (sealable ? MFD_ALLOW_SEALING : 0);
  return arguments.Result(ValueOrErrno(memfd_create("afkit", flags)));
}

// fileControl(fd, command, argument) -> fcntl(2) with an int: F_GETFL, F_SETFL, F_ADD_SEALS, F_SETOWN, …
Napi::Value FileControl(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  int command = arguments.Int("command");
  int argument = arguments.Int("argument");
  if (arguments.failed()) return Napi::Value();
  return arguments.Result(ValueOrErrno(fcntl(fd, command, argument)));
}

}  // namespace

void ExportDescriptors(Napi::Env env, Napi::Object exports) {
  Export<Duplicate>(env, exports, "duplicate");
  Export<MemoryFile>(env, exports, "memoryFile");
  Export<FileControl>(env, exports, "fileControl");
}

}  // namespace afkit
